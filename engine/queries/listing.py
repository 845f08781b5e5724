"""Pages of a board's items in a stable order, and how many there are; the statements are put together once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.db import dialect_of
from engine.filters import columns_of
from engine.kept import Kept
from engine.queries.items import PAGE_LIMIT, BoardItem, ItemQuery, conditions, reader_of, select_items
from engine.queries.paging import Key, after, decode_cursor, encode_cursor, keys_of
from engine.schema.compiled import CompiledBoard

statements: Kept[Select[Any]] = Kept(500)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`cursor` fetches the next page; None at the end."""

    items: list[BoardItem]
    cursor: str | None


def page(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> ItemPage:
    """At most `limit` items (500 at most) in a stable order; the next page starts behind the cursor, whatever came in between."""
    limit = max(1, min(query.limit, PAGE_LIMIT))
    found = session.execute(*listing(session, board, replace(query, limit=limit), context)).all()
    read = reader_of(board)
    width = len(query.sort) + 1
    cursor = encode_cursor(found[limit - 1][-width:]) if len(found) > limit else None
    return ItemPage([read(line) for line in found[:limit]], cursor)


def listing(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context
) -> tuple[Select[Any], dict[str, Any]]:
    """The statement that lists one item more than the query's limit, its sort keys last in each line, and its parameters."""
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    last = cursor_params(query, len(keys))

    def build() -> Select[Any]:
        return build_listing(session, board, query, context, keys, last)

    return kept_statement(session, board, [query], context, ("list", shape_of(last)), build), last


def cursor_params(query: ItemQuery, size: int, place: int = 0) -> dict[str, Any]:
    """What the query's cursor says of the last item: the parameters of the statement, by their names."""
    last = decode_cursor(query.cursor, size) if query.cursor else []
    return {f"behind_{place}_{number}": value for number, value in enumerate(last)}


def shape_of(params: Mapping[str, Any]) -> tuple[bool, ...]:
    """Empty cells are compared in another way than values are."""
    return tuple(value is None for value in params.values())


def build_listing(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    context: Context,
    keys: Sequence[Key],
    last: Mapping[str, Any],
) -> Select[Any]:
    """Sorting moves ids and keys only: the other columns are looked up for the few lines that are shown."""
    table = board.table.c
    labelled = [key.expression.label(f"key_{place}") for place, key in enumerate(keys)]
    wanted = conditions(session, board, query, context)
    if last:
        wanted.append(after(keys, [None if value is None else sa.bindparam(name) for name, value in last.items()]))
    if not query.sort:
        statement = select_items(board).add_columns(*labelled).where(*wanted)
        return statement.order_by(*in_order(keys)).limit(query.limit + 1)
    first = sa.select(table.id, *labelled).where(*wanted).order_by(*in_order(keys)).limit(query.limit + 1).subquery()
    again = [replace(key, expression=first.c[label.name]) for key, label in zip(keys, labelled, strict=True)]
    statement = select_items(board).add_columns(*(key.expression for key in again))
    return statement.join(first, first.c.id == table.id).order_by(*in_order(again))


def in_order(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    return [order for key in keys for order in key.order()]


def kept_statement(
    session: Session,
    board: CompiledBoard,
    queries: Sequence[ItemQuery],
    context: Context,
    shape: tuple[Any, ...],
    build: Callable[[], Select[Any]],
) -> Select[Any]:
    """Put together once for the board, questions, day and reader; each time where people's names may decide."""
    asked = msgspec.json.encode(
        ([replace(query, cursor=None) for query in queries], context.language, context.today, context.user_id)
    )
    key = (board, dialect_of(session), context.zone, shape, asked)
    if (found := statements.find(key)) is not None:
        return found
    made = build()
    if not any(board.column(name).type.names_people for query in queries for name in columns_of(query.filter)):
        statements.keep(key, made)
    return made


def count(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> int:
    def build() -> Select[Any]:
        counted = sa.select(sa.func.count()).select_from(board.table)
        return counted.where(*conditions(session, board, query, context))

    return session.scalar(kept_statement(session, board, [query], context, ("count",), build)) or 0
