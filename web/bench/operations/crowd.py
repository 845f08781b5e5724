"""Many at once: clients that ask as fast as they are answered, and pages that listen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from selectors import EVENT_READ, DefaultSelector

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
    for place, client in enumerate(clients):
        client.send(ask(place, 10_000))
    before, begun = web.cpu(), time.perf_counter()
    done = go_on(clients, ask, begun + SECONDS)
    taken, cpu = time.perf_counter() - begun, (web.cpu() - before) * 1000
    for client in clients:
        client.close()
    field.stop(web)
    return Measured(median=done / taken, cpu=cpu / max(1, done))


def go_on(clients: Sequence[Client], ask: Callable[[int, int], Ask], until: float) -> int:
    """How many answers they get. One thread reads whatever has come: eight would wait for one another, and for nothing else."""
    done = [0] * len(clients)
    with DefaultSelector() as waiting:
        for place, client in enumerate(clients):
            waiting.register(client.socket, EVENT_READ, place)
            client.say(ask(place, 0))
        while time.perf_counter() < until:
            for key, _ in waiting.select(1):
                client, place = clients[key.data], key.data
                client.hear()
                done[place] += 1
                client.say(ask(place, done[place]))
    for client in clients:
        client.hear()
    return sum(done)
