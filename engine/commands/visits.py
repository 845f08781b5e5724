"""Remembering where somebody was, told by the page itself: reading alone writes nothing."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Visit
from engine.moment import now
from engine.permissions import Actor, Permission, require
from engine.schema.compiled import CompiledBoard

KEPT = 60
"""Places of each person; what lies further back is forgotten."""


def record_visit(session: Session, actor: Actor, board: CompiledBoard, item_id: int = 0) -> None:
    require(actor, Permission.BOARD_VIEW, board)
    place = {"user_id": actor.user_id, "board_id": board.id, "item_id": item_id}
    known = session.get(Visit, tuple(place.values()))
    if known is not None:
        known.visited_at = now()
        return
    session.add(Visit(**place, visited_at=now()))
    session.flush()
    mine = Visit.user_id == actor.user_id
    oldest = session.scalar(
        sa.select(Visit.visited_at).where(mine).order_by(Visit.visited_at.desc()).offset(KEPT).limit(1)
    )
    if oldest is not None:
        session.execute(sa.delete(Visit).where(mine, Visit.visited_at <= oldest))
