"""All items that a view shows, one after another in its order: what leaves the house."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.db import at_one_moment
from engine.models import Group
from engine.queries.groups import groups
from engine.queries.items import BoardItem, ItemQuery, conditions, select_items, to_item
from engine.queries.levels import GROUP, Level, checked_levels, level_expressions
from engine.queries.paging import Key, keys_of
from engine.schema.compiled import CompiledBoard

AT_ONCE = 500


def every_item(
    session: Session, board: CompiledBoard, query: ItemQuery, levels: Sequence[Level], context: Context
) -> Iterator[BoardItem]:
    """By the levels (without any: the board's groups), within them by the sort, else the manual order.

    For a session of `Database.read()`: they are those of one moment.
    """
    at_one_moment(session)
    order = checked_levels(board, levels) or [Level(GROUP)]
    keys = [level_key(session, board, level, context) for level in order]
    keys += keys_of(board, query.sort, in_group=order[-1].key == GROUP)
    statement = select_items(board).where(*conditions(session, board, query, context))
    statement = statement.order_by(*(part for key in keys for part in key.order()))
    for line in session.execute(statement, execution_options={"yield_per": AT_ONCE}):
        yield to_item(board, line)


def level_key(session: Session, board: CompiledBoard, level: Level, context: Context) -> Key:
    if level.key == GROUP:
        place = sa.select(Group.position).where(Group.id == board.table.c.group_id).scalar_subquery()
        return Key(place, level.descending, nullable=False)
    return Key(level_expressions(session, board, level, context)[1], level.descending)


def group_titles(session: Session, board: CompiledBoard) -> Mapping[int, str]:
    return {group.id: group.title for group in groups(session, board)}
