"""A page says that somebody is on a board, where, and that they leave. No event: nothing has changed."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import Invalid
from engine.models import Presence
from engine.moment import now
from engine.permissions import Actor, Permission, require
from engine.queries.presence import GONE_AFTER
from engine.schema.compiled import CompiledBoard
from engine.text import Text

MAX_PAGE = 40
NO_PAGE = Text("Name the page with at most {limit} characters.", "Nommez la page avec au plus {limit} caractères.")


def arrive(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    page: str,
    *,
    item_id: int | None = None,
    column_key: str | None = None,
) -> None:
    """The actor's page is on the board now, on this cell. What nobody has heard of for long is swept."""
    require(actor, Permission.BOARD_VIEW, board)
    if not 0 < len(page) <= MAX_PAGE:
        raise Invalid(NO_PAGE, field="page", limit=MAX_PAGE)
    leave(session, actor, page)
    long_gone = sa.and_(Presence.board_id == board.id, Presence.seen_at < now() - 10 * GONE_AFTER)
    session.execute(sa.delete(Presence).where(long_gone))
    key = column_key if column_key in board.columns else None
    session.add(Presence(page=page, user_id=actor.user_id, board_id=board.id, item_id=item_id, column_key=key))


def leave(session: Session, actor: Actor, page: str) -> None:
    """Only one's own pages."""
    session.execute(sa.delete(Presence).where(Presence.page == page, Presence.user_id == actor.user_id))
