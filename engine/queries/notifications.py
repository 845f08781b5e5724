"""What people are told: their bell, and who can be told at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Board, Member, Notification, User
from engine.permissions import Actor
from engine.queries.access import about_seen, sees
from engine.text import Language


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """A line under the bell. The ids say where a click on it leads; `kind` is a `NoticeKind`."""

    id: int
    kind: str
    message: str
    board_id: int | None
    item_id: int | None
    update_id: int | None
    automation_id: int | None
    author_id: int | None
    created_at: datetime
    read_at: datetime | None


SHOWN = (
    Notification.id,
    Notification.kind,
    Notification.message,
    Notification.board_id,
    Notification.item_id,
    Notification.update_id,
    Notification.automation_id,
    Notification.author_id,
    Notification.created_at,
    Notification.read_at,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member who can be told something, in their language."""

    id: int
    name: str
    email: str
    language: Language


def notifications(
    session: Session,
    actor: Actor,
    limit: int = 50,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    kind: str | None = None,
    unread: bool = False,
) -> list[NotificationLine]:
    """The actor's own, newest first; with `before`, those older than that one."""
    statement = sa.select(*SHOWN).where(mine(actor)).order_by(Notification.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Notification.id < before)
    if ids is not None:
        statement = statement.where(Notification.id.in_(ids))
    if kind is not None:
        statement = statement.where(Notification.kind == kind)
    if unread:
        statement = statement.where(Notification.read_at.is_(None))
    found: Sequence[Any] = session.execute(statement).all()
    return [NotificationLine(*line) for line in found]


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
