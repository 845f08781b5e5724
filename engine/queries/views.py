"""The saved views of a board."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import View
from engine.schema.compiled import CompiledBoard


def views(session: Session, board: CompiledBoard) -> Sequence[View]:
    """In their order; the first is the main one."""
    statement = sa.select(View).where(View.board_id == board.id).order_by(View.position, View.id)
    return session.scalars(statement).all()
