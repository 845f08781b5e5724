"""Items brought into a section of a grouped table: they are given what its items have in common."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.bulk import change_many, refuse_read_only
from engine.commands.moving import held, move_items
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.items import BoardItem
from engine.queries.levels import GROUP, Level, cells_of, level_value
from engine.schema.compiled import CompiledBoard

Holds = Sequence[tuple[Level, Any]]


def bring_items(session: Session, actor: Actor, board: CompiledBoard, item_ids: Sequence[int], holds: Holds) -> None:
    """`holds` are the section's levels and values; of a period an item gets today or the first day, unless it lies in it.

    Raises Invalid for a column that the board fills in itself, Locked for one that the actor may not change.
    """
    require(actor, Permission.ITEM_EDIT, board)
    context = context_for(session, actor)
    lacking = {one.id: lacks(one, holds, context.zone) for one in held(session, board, item_ids)}
    refuse_read_only(board, {level.key for some in lacking.values() for level, _ in some} - {GROUP}, context)
    wanted = {item_id: cells for item_id, some in lacking.items() if (cells := cells_of(board, some, context))}
    change_many(session, actor, board, wanted)
    for group_id in {value for level, value in holds if level.key == GROUP}:
        moved = [item_id for item_id, some in lacking.items() if any(level.key == GROUP for level, _ in some)]
        move_items(session, actor, board, moved, group_id)


def lacks(one: BoardItem, holds: Holds, zone: tzinfo) -> Holds:
    """The levels at which the item stands elsewhere."""
    stands = {level: level_value(level, one.group_id, one.values, zone) for level, _ in holds}
    return [(level, value) for level, value in holds if stands[level] != plain(value)]


def plain(value: Any) -> Any:
    """A value from an address as `level_value` names it."""
    return tuple(value) if isinstance(value, list) else value
