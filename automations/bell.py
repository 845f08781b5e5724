"""The doorbell: reads from the database what waits, and rings the tasks for it. A ring may be lost; the next look finds it."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from engine.db import Database
from engine.queries.jobs import waiting_jobs
from engine.queries.waiting import waiting_boards, waiting_deliveries

log = logging.getLogger(__name__)
EXPIRES = 60
"""Seconds after which a ring that no worker heard says nothing any more."""
Tasks = Mapping[str, Any]


def ring_all(db: Database, tasks: Tasks) -> None:
    """Ring for everything that waits. Where the broker cannot be reached, do the work right here."""
    reachable = True
    for name, number in waiting(db):
        reachable = reachable and knock(tasks[name], number)
        if not reachable:
            tasks[name](number)


def waiting(db: Database) -> Iterator[tuple[str, int]]:
    """Names of tasks and the ids they are to be given."""
    with db.read() as session:
        found = {
            "drain": waiting_boards(session),
            "deliver": waiting_deliveries(session)[:1],
            "work": waiting_jobs(session),
        }
    return ((name, number) for name, numbers in found.items() for number in numbers)


def knock(task: Any, number: int) -> bool:
    """False, with a line in the log, when the broker cannot be reached."""
    try:
        task.apply_async((number,), retry=False, expires=EXPIRES)
    except Exception as error:  # noqa: BLE001 - brokers fail in many ways, and none of them matters
        log.warning("the bell did not ring for %s %s: %s", task.name, number, error)
        return False
    return True
