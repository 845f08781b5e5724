"""A window on a section: some of its items from a place on, wherever it is; and at which places items stand."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.queries.items import PAGE_LIMIT, BoardItem, ItemQuery, conditions, select_items, to_item
from engine.queries.paging import before, keys_of
from engine.schema.compiled import CompiledBoard


def window(session: Session, board: CompiledBoard, query: ItemQuery, context: Context, start: int) -> list[BoardItem]:
    """The query's items at the places `start` and behind, `limit` of them."""
    ids = window_ids(session, board, query, context, start, min(query.limit, PAGE_LIMIT))
    found = {line[0]: line for line in session.execute(select_items(board).where(board.table.c.id.in_(ids)))}
    return [to_item(board, found[item_id]) for item_id in ids if item_id in found]


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
