"""Filling a range from the cells at its edge: copied, or continued as a series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Literal

from sqlalchemy.orm import Session

from engine.commands.blocks import MAX_CELLS, TOO_MANY, Line
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.items import BoardItem, items_by_id
from engine.schema.compiled import CompiledBoard
from engine.series import continued


@dataclass(frozen=True, slots=True)
class Fill:
    """The first `source` items (or, along "columns", the first `source` keys) go on into the others, in the order given.

    `items` are ids with the versions that were seen. Along columns, and where `series` is false, values are repeated.
    """

    keys: list[str]
    items: list[tuple[int, int]]
    source: int
    along: Literal["items", "columns"] = "items"
    series: bool = False


def filled_lines(session: Session, actor: Actor, board: CompiledBoard, fill: Fill) -> list[Line]:
    """The values that the filled cells would get. Nothing is written."""
    require(actor, Permission.ITEM_EDIT, board)
    if len(fill.keys) * len(fill.items) > MAX_CELLS:
        raise Invalid(TOO_MANY, field="block", limit=MAX_CELLS)
    if fill.along == "columns":
        return across(session, actor, board, fill)
    stored = stored_items(session, board, fill.items[: fill.source])
    targets = fill.items[fill.source :]
    by_key = {key: going_on(board, key, [one.values[key] for one in stored], len(targets), fill) for key in fill.keys}
    return [
        Line({key: by_key[key][place] for key in fill.keys}, item_id, version)
        for place, (item_id, version) in enumerate(targets)
    ]


def going_on(board: CompiledBoard, key: str, values: Sequence[Any], count: int, fill: Fill) -> list[Any]:
    if not values:
        return [None] * count
    if fill.series:
        return continued(values, count, board.document["properties"][key])
    return list(islice(cycle(values), count))


def across(session: Session, actor: Actor, board: CompiledBoard, fill: Fill) -> list[Line]:
    """A column of the same type takes the value, another one reads the text that people see."""
    context = context_for(session, actor)
    sources, targets = fill.keys[: fill.source], fill.keys[fill.source :]
    stored = {one.id: one for one in stored_items(session, board, fill.items)}

    def values(one: BoardItem) -> Mapping[str, Any]:
        found = {}
        for key, from_key in zip(targets, cycle(sources), strict=False):
            column, source = board.column(key), board.column(from_key)
            value = one.values[from_key]
            found[key] = value if column.type is source.type else source.exact(value, context)
        return found

    return [Line(values(stored[item_id]), item_id, version) for item_id, version in fill.items if item_id in stored]


def stored_items(session: Session, board: CompiledBoard, items: Sequence[tuple[int, int]]) -> list[BoardItem]:
    """In the order given; those that are gone are left out."""
    found = {one.id: one for one in items_by_id(session, board, [item_id for item_id, _ in items])}
    return [found[item_id] for item_id, _ in items if item_id in found]
