"""Cells changed and items made, one request each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.commands.items import change_item, create_items
from engine.session import Session
from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.client import Ask
from web.bench.field import Field
from web.bench.operation import Line, Operations
from web.bench.seed import lines as seeded

Work = Callable[[Session], object]


class Writes(Operations):
    name = "writes"
    place = 2

    def lines(self) -> Iterator[Line]:
        yield Line("cell", Text("change one cell", "modifier une cellule"), Bound(4), cell)
        yield Line("create", Text("create an item", "créer un élément"), Bound(4), create)
        yield Line(
            "create_1000",
            Text("create 1,000 items in one request", "créer 1 000 éléments d’une requête"),
            Bound(60),
            thousand,
        )


def cell(field: Field) -> Measured:
    """Another item each time, a value that it does not have."""

    def target(number: int) -> tuple[int, dict[str, Any]]:
        return field.first + number % field.items, {"quantity": 1000 + number}

    def ask(number: int) -> list[Ask]:
        item_id, values = target(number)
        return [Ask("PATCH", f"/api/v1/items/{item_id}", {"values": values})]

    def work(number: int) -> Work:
        item_id, values = target(number)
        return lambda session: change_item(session, field.actor, field.board, item_id, values)

    return field.exchange(ask, work, write=True)


def create(field: Field) -> Measured:
    return made(field, 1, None)


def thousand(field: Field) -> Measured:
    return made(field, 1000, min(20, field.samples))


def made(field: Field, count: int, samples: int | None) -> Measured:
    def values(number: int) -> list[dict[str, Any]]:
        return list(seeded(field.actor.user_id, field.items + number * count, count))

    def ask(number: int) -> list[Ask]:
        items = [{"values": one} for one in values(number)]
        return [Ask("POST", f"{field.path}/items", items[0] if count == 1 else {"items": items})]

    def work(number: int) -> Work:
        given = values(number)
        return lambda session: create_items(session, field.actor, field.board, given)

    return field.exchange(ask, work, write=True, samples=samples)
