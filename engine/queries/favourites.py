"""The boards that an actor keeps at the top, and where they were lately."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Board, Favourite, Visit
from engine.permissions import Actor
from engine.queries.access import seen_by
from engine.queries.boards import boards_by_id
from engine.queries.names import item_names
from engine.schema.compiled import CompiledBoard


@dataclass(frozen=True, slots=True)
class Recent:
    """A board that was looked at, or one of its items (`item_id` not 0)."""

    board: CompiledBoard
    item_id: int
    name: str
    at: datetime


def favourite_ids(session: Session, actor: Actor) -> list[int]:
    """In the actor's order."""
    mine = sa.select(Favourite.board_id).where(Favourite.user_id == actor.user_id)
    return list(session.scalars(mine.order_by(Favourite.position, Favourite.board_id)))


def recents(session: Session, actor: Actor, limit: int = 8) -> list[Recent]:
    """The latest first; what is deleted or no longer to be seen is left out."""
    statement = (
        sa.select(Visit.board_id, Visit.item_id, Visit.visited_at)
        .join(Board, Board.id == Visit.board_id)
        .where(Visit.user_id == actor.user_id, seen_by(actor))
        .order_by(Visit.visited_at.desc())
        .limit(2 * limit)
    )
    found = session.execute(statement).all()
    boards = boards_by_id(session, actor, [line.board_id for line in found]) if found else {}
    names = item_names(session, boards, [(line.board_id, line.item_id) for line in found])
    shown = [
        Recent(boards[line.board_id], line.item_id, names.get(line.item_id, ""), line.visited_at)
        for line in found
        if not line.item_id or line.item_id in names
    ]
    return shown[:limit]
