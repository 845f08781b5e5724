"""Events are written with the change and announced only after the commit."""

import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.models import Board, Event
from engine.permissions import Actor

log = logging.getLogger(__name__)
listeners: list[Callable[[set[int]], None]] = []
"""Called after each commit with the ids of the boards on which something happened; one that fails is logged and skipped."""


def record(
    session: Session,
    actor: Actor,
    board_id: int,
    kind: EventKind,
    payload: dict[str, Any],
    *,
    item_id: int | None = None,
    item_version: int | None = None,
) -> Event:
    """Write the board's next event. Its `seq` has no gaps and follows the order of commits, because taking it locks the board."""
    seq = session.scalar(sa.update(Board).where(Board.id == board_id).values(seq=Board.seq + 1).returning(Board.seq))
    event = Event(
        board_id=board_id,
        seq=seq,
        kind=kind,
        item_id=item_id,
        item_version=item_version,
        actor_kind=actor.kind,
        actor_id=actor.own_id,
        user_id=actor.user_id or None,
        cause_id=actor.cause.event_id if actor.cause else None,
        depth=actor.cause.depth if actor.cause else 0,
        payload=payload,
    )
    session.add(event)
    session.flush()
    session.info.setdefault("boards", set()).add(board_id)
    return event


@sa.event.listens_for(Session, "after_commit")
def announce(session: Session) -> None:
    if boards := session.info.pop("boards", None):
        for listener in listeners:
            try:
                listener(boards)
            except Exception:
                log.exception("A listener failed after a commit; what it missed is found by the sweep")


@sa.event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    session.info.pop("boards", None)
