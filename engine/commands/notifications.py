"""Lines under people's bells, written in the transaction that makes the event; those who want it get them by mail, too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.deliveries import queue_notices
from engine.models import Notification, User
from engine.moment import now
from engine.notices import NoticeKind
from engine.permissions import Actor, Permission, RuleActor, require
from engine.queries.notifications import recipients
from engine.schema.compiled import CompiledBoard

TOGETHER = timedelta(minutes=10)
"""Assignments that one person makes on one board within this time are one line, as long as it is not read."""


def notify(
    session: Session,
    actor: Actor,
    user_ids: Sequence[int],
    message: str,
    board_id: int | None = None,
    item_id: int | None = None,
    automation_id: int | None = None,
) -> None:
    """An automation's message, for each person; in a run's transaction, so that a repeated run notifies once."""
    require(actor, Permission.BOARD_VIEW)
    about = {"board_id": board_id, "item_id": item_id, "automation_id": automation_id}
    line = {"workspace_id": actor.workspace_id, "kind": NoticeKind.AUTOMATION, "message": message, **about}
    insert_lines(session, NoticeKind.AUTOMATION, [{**line, "user_id": user_id} for user_id in dict.fromkeys(user_ids)])


def tell(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    kind: NoticeKind,
    user_ids: Iterable[int],
    *,
    item_id: int | None = None,
    update_id: int | None = None,
) -> None:
    """What the actor did that concerns these people. Nobody is told of their own doing, nor of a board they may not see."""
    line = {**line_of(actor, board, kind), "message": "", "item_id": item_id, "update_id": update_id}
    insert_lines(session, kind, [{**line, "user_id": user_id} for user_id in others(session, actor, board, user_ids)])


def tell_assigned(session: Session, actor: Actor, board: CompiledBoard, items: Mapping[int, Sequence[int]]) -> None:
    """Items by whom they were given to: one line for each person, however many items. Its message is their number."""
    lines = []
    for user_id in others(session, actor, board, items):
        line = {**line_of(actor, board, NoticeKind.ASSIGNED), "user_id": user_id}
        if not lengthen(session, line, len(items[user_id])):
            one = items[user_id][0] if len(items[user_id]) == 1 else None
            lines.append({**line, "message": str(len(items[user_id])), "item_id": one})
    insert_lines(session, NoticeKind.ASSIGNED, lines)


def others(session: Session, actor: Actor, board: CompiledBoard, user_ids: Iterable[int]) -> list[int]:
    """Those whom it concerns: an automation tells its owner, too."""
    wanted = [user_id for user_id in user_ids if user_id != actor.user_id or isinstance(actor, RuleActor)]
    return [person.id for person in recipients(session, actor, wanted, board.id)] if wanted else []


def line_of(actor: Actor, board: CompiledBoard, kind: NoticeKind) -> dict[str, Any]:
    rule = isinstance(actor, RuleActor)
    return {
        "workspace_id": actor.workspace_id,
        "board_id": board.id,
        "kind": kind,
        "author_id": None if rule else actor.user_id or None,
        "automation_id": actor.own_id if rule else None,
    }


def lengthen(session: Session, line: Mapping[str, Any], count: int) -> bool:
    """Whether there is a line to which these assignments could be added."""
    same = (getattr(Notification, name).is_not_distinct_from(value) for name, value in line.items())
    recent = sa.and_(Notification.read_at.is_(None), Notification.created_at > now() - TOGETHER)
    found = session.scalar(
        sa.select(Notification).where(*same, recent).order_by(Notification.id.desc()).limit(1).with_for_update()
    )
    if found is not None:
        found.message, found.item_id = str(int(found.message) + count), None
    return found is not None


def insert_lines(session: Session, kind: NoticeKind, lines: Sequence[dict[str, Any]]) -> None:
    if not lines:
        return
    made = session.execute(sa.insert(Notification).returning(Notification.user_id, Notification.id), lines).all()
    wanting = sa.select(User.id, User.mail_for).where(User.id.in_([user_id for user_id, _ in made]))
    by_mail = {user_id for user_id, kinds in session.execute(wanting) if kind in kinds}
    queue_notices(session, [(user_id, line_id) for user_id, line_id in made if user_id in by_mail])


def mark_read(
    session: Session, actor: Actor, notification_ids: Sequence[int] | None = None, *, read: bool = True
) -> None:
    """The actor's own lines: those named, or all; with `read=False` they are unread again."""
    mine = sa.and_(Notification.user_id == actor.user_id, Notification.workspace_id == actor.workspace_id)
    chosen = mine if notification_ids is None else sa.and_(mine, Notification.id.in_(notification_ids))
    other = Notification.read_at.is_(None) if read else Notification.read_at.is_not(None)
    session.execute(sa.update(Notification).where(chosen, other).values(read_at=now() if read else None))
