"""What the installation costs while nobody asks for anything, and how soon it answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.client import Ask, Client
from web.bench.field import Field
from web.bench.operation import Line, Operations

IDLE_SECONDS = 20


class Machine(Operations):
    name = "machine"
    place = 0

    def lines(self) -> Iterator[Line]:
        yield Line("start", Text("start to first page", "du démarrage à la première page"), Bound(4, "s"), start)
        yield Line(
            "idle_memory", Text("web + worker, memory (PSS)", "web + worker, mémoire (PSS)"), Bound(250, "MB"), memory
        )
        yield Line(
            "idle_cpu", Text("web + worker idle, of a core", "web + worker au repos, d’un cœur"), Bound(2, "%"), idle
        )


def start(field: Field) -> Measured:
    """The board's page, for somebody who is logged in, from a server that did not run a moment ago."""
    begun = time.perf_counter()
    web, port = field.serve()
    client = Client(port, field.browser_headers)
    client.send(Ask("GET", f"/b/{field.board_id}"))
    taken = time.perf_counter() - begun
    client.close()
    field.stop(web)
    return Measured(median=taken)


def memory(field: Field) -> Measured:
    """After each has been asked for something."""
    field.client.send(Ask("GET", f"{field.path}/items?limit=100"))
    field.browser.send(Ask("GET", f"/b/{field.board_id}"))
    return Measured(median=field.worker.memory() + field.web.memory())


def idle(field: Field) -> Measured:
    processes = (field.web, field.worker)
    time.sleep(1)
    before = sum(process.cpu() for process in processes)
    time.sleep(IDLE_SECONDS)
    return Measured(median=(sum(process.cpu() for process in processes) - before) / IDLE_SECONDS * 100)
