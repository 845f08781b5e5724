"""The sections of a table: the first items of several of them in one statement, whatever their number."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.queries.forms import Form
from engine.queries.items import BoardItem, ItemQuery, conditions, select_items, to_item
from engine.queries.levels import GROUP, Level
from engine.queries.listing import (
    ItemPage,
    build_listing,
    cursor_params,
    in_order,
    kept_question,
    page,
    shape_of,
    to_page,
)
from engine.queries.paging import keys_of
from engine.schema.compiled import CompiledBoard


def first_pages(
    session: Session, board: CompiledBoard, queries: Sequence[ItemQuery], context: Context
) -> list[ItemPage]:
    """The first items of each query (behind its cursor), in the order of the queries, which all have the same sort and kind of section."""
    if len(queries) <= 1:
        return [page(session, board, query, context) for query in queries]
    width = len(queries[0].sort) + 1
    lasts = [cursor_params(query, width, place) for place, query in enumerate(queries)]

    def build(_: Form) -> Select[Any]:
        return union(session, board, queries, context, lasts)

    question = kept_question(session, board, queries, context, ("sections", *map(shape_of, lasts)), build)
    lines: list[list[Sequence[Any]]] = [[] for _ in queries]
    for line in question.lines(session, dict(ChainMap(*lasts))):
        lines[line[-1]].append(line[:-1])
    return [to_page(board, query, some) for query, some in zip(queries, lines, strict=True)]


def union(
    session: Session,
    board: CompiledBoard,
    queries: Sequence[ItemQuery],
    context: Context,
    lasts: Sequence[Mapping[str, Any]],
) -> Select[Any]:
    """Each query's items and its place; SQLite wants their order and limit one level down."""
    keys = keys_of(board, queries[0].sort, in_group=queries[0].group_id is not None)
    parts = [
        sa.select(
            build_listing(session, board, query, context, keys, last).subquery(), sa.literal(place).label("place")
        )
        for place, (query, last) in enumerate(zip(queries, lasts, strict=True))
    ]
    found = sa.union_all(*parts).subquery()
    again = [replace(key, expression=found.c[f"key_{number}"]) for number, key in enumerate(keys)]
    return sa.select(found).order_by(found.c.place, *in_order(again))


def inside(query: ItemQuery, levels: Sequence[Level], values: Sequence[Any]) -> ItemQuery:
    """The items that have these values at the levels."""
    holds = tuple(zip(levels, values, strict=True))
    group_id = next((value for level, value in holds if level.key == GROUP), None)
    return replace(query, holds=holds, group_id=group_id)


def matching(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context, ids: Iterable[int]
) -> list[BoardItem]:
    """Those of the items that the query lists, by id."""
    wanted = board.table.c.id.in_(list(ids))
    statement = select_items(board).where(wanted, *conditions(session, board, query, context))
    return [to_item(board, line) for line in session.execute(statement.order_by(board.table.c.id))]


def neighbours(session: Session, board: CompiledBoard, item: BoardItem) -> tuple[int | None, int | None]:
    """The ids of the items before and behind one in its group, by the manual order."""
    table = board.table.c
    alive = sa.select(table.id).where(table.group_id == item.group_id, table.deleted_at.is_(None)).limit(1)
    before = alive.where(table.position < item.position).order_by(table.position.desc())
    behind = alive.where(table.position > item.position).order_by(table.position)
    return session.scalar(before), session.scalar(behind)
