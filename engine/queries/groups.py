"""The manual groups of a board."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Group
from engine.schema.compiled import CompiledBoard
from engine.text import Text

LIVING = sa.select(Group).where(Group.board_id == sa.bindparam("of_board"), Group.deleted_at.is_(None))
IN_ORDER, NAMED = LIVING.order_by(Group.position), LIVING.where(Group.id == sa.bindparam("wanted"))
"""Every creation asks one of these, so they are put together once."""


def groups(session: Session, board: CompiledBoard) -> Sequence[Group]:
    return session.scalars(IN_ORDER, {"of_board": board.id}).all()


def all_groups(session: Session, board: CompiledBoard) -> Sequence[Group]:
    """Deleted ones too: history speaks of them."""
    return session.scalars(sa.select(Group).where(Group.board_id == board.id)).all()


def group(session: Session, board: CompiledBoard, group_id: int) -> Group:
    found = session.scalar(NAMED, {"of_board": board.id, "wanted": group_id})
    if found is None:
        raise NotFound(
            Text("This group no longer exists. Choose another one.", "Ce groupe n’existe plus. Choisissez-en un autre.")
        )
    return found
