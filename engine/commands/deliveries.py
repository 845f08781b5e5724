"""What leaves the house: queued in the transaction that causes it, sent afterwards, at least once, always with the same key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Delivery, Invitation, User, Workspace
from engine.permissions import Actor, Permission, require
from engine.queries.notifications import Recipient
from engine.schema.compiled import CompiledBoard
from engine.secret import digest
from engine.servertime import server_time
from engine.text import Language

SENDING_SECONDS = 120
"""A worker that has not told the outcome by then is taken for dead, and the delivery is sent again with the same key."""

BURST_SECONDS = 120
"""What somebody is told within this time comes in one mail."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery. Only the try that is the latest may tell its outcome."""

    id: int
    key: str
    kind: str
    content: dict[str, Any]
    number: int
    queued_at: datetime


def queue_mail(
    session: Session,
    actor: Actor,
    person: Recipient,
    subject: str,
    message: str,
    *,
    board: CompiledBoard,
    item_id: int,
    run_id: int,
) -> Delivery:
    """One mail to one member. Its key is made of the run and the mail's place in it."""
    require(actor, Permission.BOARD_VIEW)
    place = session.scalar(sa.select(sa.func.count()).select_from(Delivery).where(Delivery.run_id == run_id)) or 0
    content = {
        "to": person.email,
        "name": person.name,
        "language": person.language,
        "subject": " ".join(subject.split()),
        "message": message,
        "board_id": board.id,
        "board": board.title(person.language),
        "item_id": item_id,
    }
    delivery = Delivery(key=f"run-{run_id}-{place}", kind="mail", run_id=run_id, content=content)
    session.add(delivery)
    session.flush()
    return delivery


def queue_notices(session: Session, lines: Sequence[tuple[int, int]]) -> None:
    """(user id, notification id) pairs: added to the mail that waits for this person, or to one that leaves in a while."""
    for user_id, line_id in lines:
        waiting = sa.select(Delivery).where(
            Delivery.state == "waiting", Delivery.attempts == 0, Delivery.key.startswith(f"notices-{user_id}-")
        )
        letter = session.scalar(waiting.order_by(Delivery.id.desc()).limit(1).with_for_update())
        if letter is not None:
            letter.content = {**letter.content, "lines": [*letter.content["lines"], line_id]}
        else:
            content = {"user_id": user_id, "lines": [line_id]}
            due = server_time(session, BURST_SECONDS)
            values = {"key": f"notices-{user_id}-{line_id}", "kind": "notices", "content": content, "next_at": due}
            session.execute(sa.insert(Delivery).values(values))


def queue_invitation(
    session: Session, actor: Actor, line: Invitation, secret: str, language: Language, board: CompiledBoard | None
) -> None:
    """The mail with an invitation's link; the secret is forgotten as soon as it has left."""
    inviter = session.get(User, actor.user_id)
    content = {
        "to": line.email,
        "language": language,
        "secret": secret,
        "inviter": inviter.name if inviter else "",
        "workspace": session.get_one(Workspace, actor.workspace_id).name,
        "board": board.title(language) if board else "",
    }
    session.add(Delivery(key=f"invitation-{line.id}-{digest(secret)[:12]}", kind="invitation", content=content))
    session.flush()


def begin_delivery(session: Session, delivery_id: int) -> Attempt | None:
    """Take a delivery that is due; None when another worker has it, or it is done. Commit this before sending."""
    due = sa.and_(
        Delivery.id == delivery_id, Delivery.state.in_(("waiting", "sending")), Delivery.next_at <= server_time(session)
    )
    statement = (
        sa.update(Delivery)
        .where(due)
        .values(state="sending", attempts=Delivery.attempts + 1, next_at=server_time(session, SENDING_SECONDS))
        .returning(Delivery.id, Delivery.key, Delivery.kind, Delivery.content, Delivery.attempts, Delivery.created_at)
    )
    found = session.execute(statement).first()
    return Attempt(*found) if found else None


def end_delivery(
    session: Session, attempt: Attempt, *, error: str | None = None, retry_in: float | None = None
) -> None:
    """Sent (no error), to be tried again in so many seconds, or given up."""
    state = "sent" if error is None else "failed" if retry_in is None else "waiting"
    next_at = server_time(session, retry_in) if retry_in is not None else None
    latest = sa.and_(Delivery.id == attempt.id, Delivery.attempts == attempt.number)
    values: dict[str, Any] = {"state": state, "error": error, "next_at": next_at}
    if state != "waiting" and "secret" in attempt.content:
        values["content"] = {key: value for key, value in attempt.content.items() if key != "secret"}
    session.execute(sa.update(Delivery).where(latest).values(values))
