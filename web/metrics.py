"""What a monitoring system reads, in the text format of Prometheus 0.0.4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import accumulate

from engine.queries.waiting import Backlog
from web.traffic import BOUNDS, Traffic

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
WAITS: Mapping[str, str] = {
    "boards": "Boards whose rules have not read all events, or have a run that is due.",
    "runs": "Runs of rules that are to be tried again, or were put off.",
    "deliveries": "Mails and calls that are to be sent.",
    "jobs": "Imports and other long work that has not ended.",
}
"""What each number of a backlog means."""


def exposition(traffic: Traffic, live: int, backlog: Backlog | None, worker: bool) -> str:  # noqa: FBT001 - one of the figures
    """Without a backlog, the database did not answer: what is in it is left out, and `rouage_database_up` says so."""
    lines = [
        *requests(traffic),
        *durations(traffic),
        *gauge("rouage_live_clients", "Pages that this process keeps an event stream open for.", live),
        *gauge("rouage_worker_up", "Whether a worker gave a sign of life in the last seconds.", int(worker)),
        *gauge("rouage_database_up", "Whether the database answered.", int(backlog is not None)),
    ]
    for name, number in asdict(backlog).items() if backlog else ():
        lines += gauge(f"rouage_waiting_{name}", WAITS[name], number)
    return "\n".join(lines) + "\n"


def requests(traffic: Traffic) -> Iterator[str]:
    yield from head("rouage_requests_total", "Answers of this process.", "counter")
    for (route, method, status), number in sorted(traffic.answers.items()):
        yield f'rouage_requests_total{{route="{route}",method="{method}",status="{status}"}} {number}'


def durations(traffic: Traffic) -> Iterator[str]:
    name = "rouage_request_seconds"
    yield from head(
        name, "Time from a request's arrival to its whole answer; of an event stream, to its beginning.", "histogram"
    )
    for (route, method), steps in sorted(traffic.steps.items()):
        where = f'route="{route}",method="{method}"'
        sums = list(accumulate(steps))
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), sums, strict=True):
            yield f'{name}_bucket{{{where},le="{bound}"}} {number}'
        yield f"{name}_sum{{{where}}} {traffic.seconds[route, method]:.6f}"
        yield f"{name}_count{{{where}}} {sums[-1]}"


def gauge(name: str, meaning: str, value: int) -> Iterator[str]:
    yield from head(name, meaning, "gauge")
    yield f"{name} {value}"


def head(name: str, meaning: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
