"""Lines under people's bells."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Notification
from engine.moment import now
from engine.permissions import Actor, Permission, require


def notify(
    session: Session,
    actor: Actor,
    user_ids: Sequence[int],
    message: str,
    board_id: int | None = None,
    item_id: int | None = None,
    automation_id: int | None = None,
) -> None:
    """One unread line for each person; in a run's transaction, so that a repeated run notifies once."""
    require(actor, Permission.BOARD_VIEW)
    about = {"board_id": board_id, "item_id": item_id, "automation_id": automation_id}
    lines = [
        {"workspace_id": actor.workspace_id, "user_id": user_id, "message": message, **about}
        for user_id in dict.fromkeys(user_ids)
    ]
    if lines:
        session.execute(sa.insert(Notification), lines)


def mark_read(session: Session, actor: Actor, notification_ids: Sequence[int] | None = None) -> None:
    """The actor's own lines: those named, or all."""
    mine = sa.and_(
        Notification.user_id == actor.user_id,
        Notification.workspace_id == actor.workspace_id,
        Notification.read_at.is_(None),
    )
    chosen = mine if notification_ids is None else sa.and_(mine, Notification.id.in_(notification_ids))
    session.execute(sa.update(Notification).where(chosen).values(read_at=now()))
