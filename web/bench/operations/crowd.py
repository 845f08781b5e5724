"""Many at once: clients that ask as fast as they are answered, and pages that listen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.client import Ask, Client
from web.bench.field import Field
from web.bench.operation import Line, Operations

CLIENTS, SECONDS = 8, 5.0


class Crowd(Operations):
    name = "crowd"
    place = 6

    def lines(self) -> Iterator[Line]:
        pages = Text("8 clients, JSON pages a second", "8 clients, pages JSON par seconde")
        cells = Text("8 clients, cells changed a second", "8 clients, cellules modifiées par seconde")
        yield Line("crowd_pages", pages, Bound(600, "/s"), crowd_pages)
        yield Line("crowd_cells", cells, Bound(400, "/s"), crowd_cells)


def crowd_pages(field: Field) -> Measured:
    return crowd(field, lambda _, __: Ask("GET", f"{field.path}/items?limit=100"))


def crowd_cells(field: Field) -> Measured:
    """Each client changes items of its own."""

    def ask(client: int, number: int) -> Ask:
        item = field.first + (number * CLIENTS + client) % field.items
        return Ask("PATCH", f"/api/v1/items/{item}", {"values": {"reorder": 200 + number}})

    return crowd(field, ask)


def crowd(field: Field, ask: Callable[[int, int], Ask]) -> Measured:
    """Two web processes; the clients' own work is in the same cores."""
    web, port = field.serve(workers=2)
    clients = [field.client_for(port) for _ in range(CLIENTS)]
    done = [0] * CLIENTS
    ending = threading.Event()

    def go_on(place: int, client: Client) -> None:
        while not ending.is_set():
            client.send(ask(place, done[place]))
            done[place] += 1

    for place, client in enumerate(clients):
        client.send(ask(place, 10_000))
    threads = [threading.Thread(target=go_on, args=one) for one in enumerate(clients)]
    before, begun = web.cpu(), time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    ending.set()
    for thread in threads:
        thread.join()
    taken, cpu = time.perf_counter() - begun, (web.cpu() - before) * 1000
    for client in clients:
        client.close()
    field.stop(web)
    return Measured(median=sum(done) / taken, cpu=cpu / max(1, sum(done)))
