"""Keyset paging: a cursor holds the sort values of the last item, so that a page costs the same wherever it starts."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement

from engine.errors import Invalid
from engine.schema.compiled import CompiledBoard
from engine.text import Text

MAX_SORTS = 10
TOO_MANY_SORTS = Text("Sort by at most {limit} columns.", "Triez selon au plus {limit} colonnes.")


@dataclass(frozen=True, slots=True)
class Key:
    """One expression that orders items; empty cells come last either way."""

    expression: ColumnElement[Any]
    descending: bool = False
    nullable: bool = True

    def order(self) -> list[ColumnElement[Any]]:
        directed = self.expression.desc() if self.descending else self.expression.asc()
        return [self.expression.is_(None), directed] if self.nullable else [directed]

    def behind(self, last: Any) -> ColumnElement[bool]:
        if last is None:
            return sa.false()
        further = self.expression < last if self.descending else self.expression > last
        return sa.or_(further, self.expression.is_(None)) if self.nullable else further

    def ahead(self, first: Any) -> ColumnElement[bool]:
        if first is None:
            return self.expression.is_not(None)
        nearer: ColumnElement[bool] = self.expression > first if self.descending else self.expression < first
        return nearer

    def same(self, last: Any) -> ColumnElement[bool]:
        return self.expression.is_(None) if last is None else self.expression == last


def keys_of(board: CompiledBoard, sort: Sequence[tuple[str, bool]], *, in_group: bool) -> list[Key]:
    """The sort's columns, then what makes the order total: the manual position within one group, else the id.

    Raises Invalid for more columns than a list is sorted by, and for one that the board does not have.
    """
    if len(sort) > MAX_SORTS:
        raise Invalid(TOO_MANY_SORTS, field="sort", limit=MAX_SORTS)
    keys = []
    for key, descending in sort:
        column = board.column(key)
        keys.append(Key(column.type.order(board.operand(column), column.settings), descending))
    table = board.table.c
    return [*keys, Key(table.position if in_group else table.id, nullable=False)]


def after(keys: Sequence[Key], last: Sequence[Any]) -> ColumnElement[bool]:
    """Strictly behind the item whose keys are `last`: (a > A) or (a = A and b > B) or …"""
    return stepwise(keys, last, Key.behind)


def before(keys: Sequence[Key], first: Sequence[Any]) -> ColumnElement[bool]:
    """Strictly ahead of the item whose keys are `first`."""
    return stepwise(keys, first, Key.ahead)


def stepwise(
    keys: Sequence[Key], values: Sequence[Any], differs: Callable[[Key, Any], ColumnElement[bool]]
) -> ColumnElement[bool]:
    steps = []
    for place, key in enumerate(keys):
        same = [earlier.same(value) for earlier, value in zip(keys[:place], values, strict=False)]
        steps.append(sa.and_(*same, differs(key, values[place])))
    return sa.or_(*steps)


def encode_cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(list(values))).decode().rstrip("=")


def decode_cursor(cursor: str, size: int) -> list[Any]:
    """Raises Invalid for a cursor that this sort did not make."""
    try:
        values = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != size:
        raise Invalid(
            Text(
                "This cursor does not fit the sort. Start again without a cursor.",
                "Ce curseur ne correspond pas au tri. Recommencez sans curseur.",
            ),
            field="cursor",
        )
    return values
