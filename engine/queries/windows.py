"""A window on a section: some of its items from a place on, wherever it is; and at which places items stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.queries.forms import Form
from engine.queries.items import PAGE_LIMIT, BoardItem, ItemQuery, conditions, reader_of, select_items
from engine.queries.listing import in_order, kept_question
from engine.queries.paging import before, keys_of
from engine.schema.compiled import CompiledBoard

START = sa.bindparam("start", type_=sa.Integer)


def window(session: Session, board: CompiledBoard, query: ItemQuery, context: Context, start: int) -> list[BoardItem]:
    """The query's items at the places `start` and behind, `limit` of them."""
    limited = replace(query, limit=max(0, min(query.limit, PAGE_LIMIT)))

    def build(_: Form) -> Select[Any]:
        return build_window(session, board, limited, context)

    question = kept_question(session, board, [limited], context, ("window",), build)
    read = reader_of(board)
    return [read(line) for line in question.lines(session, {START.key: max(0, start)})]


def build_window(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> Select[Any]:
    """Only ids and keys are counted off and sorted, in manual order from the index; the cells are looked up for what is shown."""
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    table = board.table.c
    labelled = [key.expression.label(f"key_{place}") for place, key in enumerate(keys)]
    listed = sa.select(table.id, *labelled).where(*conditions(session, board, query, context))
    shown = listed.order_by(*in_order(keys)).offset(START).limit(query.limit).subquery()
    again = [replace(key, expression=shown.c[label.name]) for key, label in zip(keys, labelled, strict=True)]
    return select_items(board).join(shown, shown.c.id == table.id).order_by(*in_order(again))


def window_ids(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context, start: int = 0, limit: int | None = None
) -> list[int]:
    """Their ids alone: only these are counted off and sorted, in manual order from the index."""
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    statement = sa.select(board.table.c.id).where(*conditions(session, board, query, context))
    ordered = statement.order_by(*(order for key in keys for order in key.order()))
    return list(session.scalars(ordered.offset(max(0, start)).limit(limit)))


def places(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context, ids: Iterable[int]
) -> Mapping[int, int]:
    """How many of the query's items stand before each of these; those that it does not list are left out."""
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    listed = conditions(session, board, query, context)
    wanted = board.table.c.id.in_(list(ids))
    lines = session.execute(sa.select(board.table.c.id, *(key.expression for key in keys)).where(wanted, *listed))
    found = {}
    for item_id, *values in lines.all():
        ahead = sa.select(sa.func.count()).select_from(board.table).where(*listed, before(keys, values))
        found[item_id] = session.scalar(ahead) or 0
    return found
