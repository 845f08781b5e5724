"""Where everything is measured: a seeded board, the product's processes, one client, and a stopwatch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median, quantiles
from typing import NamedTuple

from engine.context import Context
from engine.db import Database
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.raw import RawDriver, statements_of
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.settings import Settings
from web.bench.bound import Measured
from web.bench.client import Ask, Client
from web.bench.processes import Process, wait_for_port
from web.bench.seed import first_item
from web.servers import free_port

Work = Callable[[Session], object]


class Timing(NamedTuple):
    """Milliseconds; `cpu` those of the server for each call."""

    median: float
    p95: float
    cpu: float | None = None


@dataclass
class Field:
    """`samples` calls of each operation, or as many as `seconds` allow, five at least.

    Its processes are an installation without Redis; `redis_url` is for those that `ringing` starts in their stead.
    """

    settings: Settings
    database: Database
    actor: Actor
    board_id: int
    items: int
    token: str
    cookie: str
    samples: int = 200
    seconds: float = 6.0
    redis_url: str | None = None
    processes: list[Process] = field(default_factory=list)

    @cached_property
    def board(self) -> CompiledBoard:
        with self.database.read() as session:
            return load_board(session, self.actor, self.board_id)

    def context(self, session: Session) -> Context:
        """Of this transaction: names of people are read when they are first asked for, and must not open another one."""
        return context_for(session, self.actor)

    @cached_property
    def first(self) -> int:
        return first_item(self.board, self.database, self.actor)

    @cached_property
    def group_id(self) -> int:
        with self.database.read() as session:
            return groups(session, self.board)[0].id

    @property
    def path(self) -> str:
        return f"/api/v1/boards/{self.board_id}"

    def start(self, *arguments: str) -> Process:
        process = Process([*arguments], self.settings)
        self.processes.append(process)
        return process

    def serve(self, workers: int = 1) -> tuple[Process, int]:
        """One more web server, answering, and its port."""
        port = free_port()
        web = self.start("web", "--port", str(port), "--workers", str(workers))
        wait_for_port(port, web, workers)
        return web, port

    @cached_property
    def served(self) -> tuple[Process, int]:
        return self.serve()

    @cached_property
    def web(self) -> Process:
        return self.served[0]

    @cached_property
    def worker(self) -> Process:
        """Alive from here on; it keeps quiet while nothing asks for it."""
        alive = self.settings.data / "worker.alive"
        alive.unlink(missing_ok=True)
        process = self.start("worker")
        deadline = time.monotonic() + 60
        while not alive.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        return process

    @cached_property
    def client(self) -> Client:
        return self.client_for(self.served[1])

    @cached_property
    def browser(self) -> Client:
        return Client(self.served[1], self.browser_headers)

    @property
    def browser_headers(self) -> str:
        return f"Cookie: rouage={self.cookie}\r\n"

    def client_for(self, port: int) -> Client:
        return Client(port, f"Authorization: Bearer {self.token}\r\n")

    def stop(self, process: Process) -> None:
        self.processes.remove(process)
        process.stop()

    @contextmanager
    def ringing(self) -> Iterator[Field]:
        """The same installation, its processes joined by Redis while it lasts; the usual ones start again when they are next asked for."""
        self.retire()
        other = replace(self, settings=replace(self.settings, redis_url=self.redis_url), processes=[])
        try:
            yield other
        finally:
            other.retire()

    def retire(self) -> None:
        """End all processes."""
        for name in ("client", "browser"):
            if name in vars(self):
                getattr(self, name).close()
        for process in self.processes:
            with suppress(ProcessLookupError):
                process.stop()
        self.processes.clear()
        for name in ("client", "browser", "served", "web", "worker"):
            vars(self).pop(name, None)

    def close(self) -> None:
        self.retire()
        self.database.close()

    def timed(
        self, prepare: Callable[[int], Callable[[], object]], samples: int | None = None, process: Process | None = None
    ) -> Timing:
        """Once to warm up, then the median and the 95th percentile of so many calls of what was prepared for each."""
        prepare(0)()
        taken: list[float] = []
        before, end = process.cpu() if process else 0.0, time.perf_counter() + self.seconds
        for number in range(1, 1 + (samples or self.samples)):
            call = prepare(number)
            begun = time.perf_counter()
            call()
            taken.append((time.perf_counter() - begun) * 1000)
            if len(taken) >= 5 and time.perf_counter() > end:
                break
        cpu = (process.cpu() - before) * 1000 / len(taken) if process else None
        return Timing(median(taken), percentile(taken), cpu)

    def exchange(
        self,
        asks: Callable[[int], Sequence[Ask]],
        work: Callable[[int], Work],
        *,
        write: bool = False,
        client: Client | None = None,
        samples: int | None = None,
    ) -> Measured:
        """The same over HTTP, in process and on the bare driver, one after the other."""
        speaker = client or self.client
        begin = self.database.write if write else self.database.read

        def sending(number: int) -> Callable[[], object]:
            ready = [ask.encoded() for ask in asks(number)]
            return lambda: [speaker.send(ask) for ask in ready]

        def working(number: int) -> Callable[[], object]:
            to_do = work(number + 10_000)

            def inside() -> None:
                with begin() as session:
                    to_do(session)

            return inside

        http = self.timed(sending, samples, self.web)
        raw, statements = self.raw(lambda number: work(number + 20_000), samples, write=write)
        return Measured(
            median=http.median,
            p95=http.p95,
            cpu=http.cpu,
            inside=self.timed(working, samples).median,
            raw=raw,
            statements=statements,
        )

    def raw(self, work: Callable[[int], Work], samples: int | None, *, write: bool) -> tuple[float | None, int]:
        """Milliseconds of the bare driver, and how many statements it was given. Only it is on the watch."""
        driver, taken, count = RawDriver(self.database), list[float](), 0
        try:
            for number in range(min(50, samples or self.samples)):
                statements = statements_of(self.database, work(number), write=write)
                begun, count = time.perf_counter(), len(statements)
                driver.run(statements, write=write)
                taken.append((time.perf_counter() - begun) * 1000)
        finally:
            driver.close()
        return median(taken) if count else None, count


def percentile(taken: Sequence[float], wanted: int = 95) -> float:
    return quantiles(taken, n=100)[wanted - 1] if len(taken) > 1 else taken[0]
