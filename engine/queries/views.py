"""The saved views of a board: those that everybody shares, and the actor's own."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import View
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from engine.text import Text

GONE = Text(
    "This view no longer exists, or is somebody’s own. Ask them to share it.",
    "Cette vue n’existe plus, ou elle est personnelle. Demandez à la personne concernée de la partager.",
)


THEIRS = sa.or_(View.owner_id.is_(None), View.owner_id == sa.bindparam("reader"))
VISIBLE = sa.select(View).where(View.board_id == sa.bindparam("of_board"), View.deleted_at.is_(None), THEIRS)
IN_ORDER = VISIBLE.order_by(View.position, View.id)
NAMED = VISIBLE.where(View.id == sa.bindparam("wanted"))
"""Asked for every page and window of a board, so they are put together once."""


def views(session: Session, actor: Actor, board: CompiledBoard) -> Sequence[View]:
    """In their order."""
    return session.scalars(IN_ORDER, {"reader": actor.user_id, "of_board": board.id}).all()


def view(session: Session, actor: Actor, board: CompiledBoard, view_id: int) -> View:
    """Raises NotFound for one that is deleted or somebody else's own."""
    found = session.scalar(NAMED, {"reader": actor.user_id, "of_board": board.id, "wanted": view_id})
    if found is None:
        raise NotFound(GONE)
    return found


def opening_view(found: Sequence[View]) -> View | None:
    """What a board opens with: the actor's own default, else the board's, else the first one that is shared."""
    ranked = sorted(found, key=lambda one: (not one.is_default, one.is_default and one.owner_id is None))
    chosen = [one for one in ranked if one.is_default] or [one for one in found if one.owner_id is None]
    return chosen[0] if chosen else next(iter(found), None)
