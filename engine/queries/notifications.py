"""What people are told: their bell, and who can be told at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Board, Member, Notification, User
from engine.permissions import Actor
from engine.queries.access import about_seen, sees
from engine.text import Language


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """A line under the bell. The ids say where a click on it leads."""

    id: int
    message: str
    board_id: int | None
    item_id: int | None
    automation_id: int | None
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member who can be told something, in their language."""

    id: int
    name: str
    email: str
    language: Language


def notifications(
    session: Session, actor: Actor, limit: int = 50, *, before: int | None = None
) -> list[NotificationLine]:
    """The actor's own, newest first; with `before`, those older than that one."""
    line = Notification
    columns = (line.id, line.message, line.board_id, line.item_id, line.automation_id, line.created_at, line.read_at)
    shown = mine(actor) if before is None else sa.and_(mine(actor), Notification.id < before)
    statement = sa.select(*columns).where(shown).order_by(Notification.id.desc()).limit(limit)
    return [NotificationLine(*found) for found in session.execute(statement)]


def unread_count(session: Session, actor: Actor) -> int:
    statement = sa.select(sa.func.count()).select_from(Notification).where(mine(actor), Notification.read_at.is_(None))
    return session.scalar(statement) or 0


def mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Without those about boards that the actor may no longer see."""
    own = sa.and_(Notification.user_id == actor.user_id, Notification.workspace_id == actor.workspace_id)
    return sa.and_(own, about_seen(actor, Notification.board_id))


def recipients(session: Session, actor: Actor, user_ids: Sequence[int], board_id: int) -> list[Recipient]:
    """Those of the ids who may see this board of the actor's workspace and can still log in."""
    statement = (
        sa.select(User.id, User.name, User.email, User.language)
        .join(Member, Member.user_id == User.id)
        .join(Board, sa.and_(Board.id == board_id, sees()))
        .where(Member.workspace_id == actor.workspace_id, User.id.in_(user_ids), User.disabled_at.is_(None))
        .order_by(User.id)
    )
    return [
        Recipient(user_id, name, email, "fr" if language == "fr" else "en")
        for user_id, name, email, language in session.execute(statement)
    ]
