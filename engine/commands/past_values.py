"""A cell gets back what it held before one of its changes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.items import change_item
from engine.errors import NotFound
from engine.events import EventKind
from engine.models import Event
from engine.permissions import Actor
from engine.queries.items import BoardItem
from engine.schema.compiled import CompiledBoard


def restore_value(session: Session, actor: Actor, board: CompiledBoard, item_id: int, key: str, seq: int) -> BoardItem:
    """The value before event `seq`. Raises NotFound when that event did not change this cell."""
    board.column(key)
    changed = sa.select(Event.payload).where(
        Event.board_id == board.id, Event.seq == seq, Event.item_id == item_id, Event.kind == EventKind.ITEM_CHANGED
    )
    payload = session.scalar(changed) or {"changes": {}}
    if key not in payload["changes"]:
        raise NotFound
    return change_item(session, actor, board, item_id, {key: payload["changes"][key][0]})
