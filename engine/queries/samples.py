"""The sample items that a board still holds."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Board
from engine.schema.compiled import CompiledBoard

MAX_SAMPLES = 50
"""A template brings at most so many, and they are its board's first items: looking for them costs the same for ever."""


def sample_ids(session: Session, board: CompiledBoard) -> Sequence[int]:
    """Without a look at the items for a board that no template made."""
    if session.get_one(Board, board.id).template is None:
        return []
    table = board.table.c
    first = sa.select(table.id, table.sys, table.deleted_at).order_by(table.id).limit(MAX_SAMPLES).subquery().c
    statement = sa.select(first.id).where(first.deleted_at.is_(None), first.sys["sample"].as_boolean())
    return session.scalars(statement.order_by(first.id)).all()
