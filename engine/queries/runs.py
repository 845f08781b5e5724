"""Runs of automations: the log that people read, and what the runner has to know to go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.models import Board, Event, Item, Run
from engine.moment import now
from engine.servertime import server_time


class RunState(StrEnum):
    """FAILED with `next_at` is tried again, without it is given up. BLOCKED is what a guard or missing rights stopped."""

    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    DELAYED = "delayed"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, as the runner reads it."""

    id: int
    seq: int
    kind: EventKind
    item_id: int | None
    actor_kind: str
    actor_id: int | None
    cause_id: int | None
    depth: int
    payload: Mapping[str, Any]


EVENT = (
    Event.id,
    Event.seq,
    Event.kind,
    Event.item_id,
    Event.actor_kind,
    Event.actor_id,
    Event.cause_id,
    Event.depth,
    Event.payload,
)


def runs(session: Session, automation_id: int, limit: int = 50, *, before: int | None = None) -> Sequence[Run]:
    """What the rule did lately, newest first; with `before`, what it did before that run."""
    mine = sa.select(Run).where(Run.automation_id == automation_id)
    older = mine if before is None else mine.where(Run.id < before)
    return session.scalars(older.order_by(Run.id.desc()).limit(limit)).all()


def board_seq(session: Session, board_id: int) -> int:
    """The last event of the board; 0 when it has none."""
    return session.scalar(sa.select(Board.seq).where(Board.id == board_id)) or 0


def events_behind(session: Session, board_id: int, seq: int, limit: int) -> list[Happened]:
    """The next events of the board, oldest first."""
    statement = sa.select(*EVENT).where(Event.board_id == board_id, Event.seq > seq).order_by(Event.seq).limit(limit)
    return [happened(line) for line in session.execute(statement)]


def event_by_id(session: Session, event_id: int) -> Happened:
    return happened(session.execute(sa.select(*EVENT).where(Event.id == event_id)).one())


def happened(line: Sequence[Any]) -> Happened:
    return Happened(line[0], line[1], EventKind(line[2]), *line[3:])


def chain_of(session: Session, event: Happened) -> frozenset[tuple[int, int]]:
    """(automation id, item id) pairs of the runs that led to the event.

    A run on one item of an import is known by the item that it changed.
    """
    pairs: set[tuple[int, int]] = set()
    while event.cause_id is not None:
        cause = event_by_id(session, event.cause_id)
        item_id = cause.item_id or event.item_id
        if event.actor_kind == "rule" and event.actor_id is not None and item_id is not None:
            pairs.add((event.actor_id, item_id))
        event = cause
    return frozenset(pairs)


def due_run(session: Session, board_id: int) -> Run | None:
    """The oldest run of the board that waits and whose time has come."""
    due = sa.and_(
        Run.board_id == board_id,
        Run.state.in_((RunState.FAILED, RunState.DELAYED)),
        Run.next_at <= server_time(session),
    )
    return session.scalar(sa.select(Run).where(due).order_by(Run.id).limit(1))


def delay_of(session: Session, automation_id: int, per_minute: int) -> float | None:
    """Seconds that the rule’s next run has to wait so that no minute holds more than `per_minute`; None when it need not."""
    begun = (
        sa.select(Run.created_at)
        .where(Run.automation_id == automation_id, Run.state != RunState.SKIPPED)
        .order_by(Run.id.desc())
    )
    earliest = session.scalar(begun.offset(per_minute - 1).limit(1))
    if earliest is None:
        return None
    queued = session.scalar(
        sa.select(sa.func.max(Run.next_at)).where(Run.automation_id == automation_id, Run.state == RunState.DELAYED)
    )
    free = max(earliest + timedelta(minutes=1), (queued or earliest) + timedelta(minutes=1) / per_minute)
    wait = (free - now()).total_seconds()
    return wait if wait > 0 else None


def was_met(session: Session, automation_id: int, event_id: int, item_id: int) -> bool:
    """Whether the rule has a run for this event and item."""
    same = sa.and_(Run.automation_id == automation_id, Run.event_id == event_id, Run.item_id == item_id)
    return session.scalar(sa.select(Run.id).where(same)) is not None


def imported_items(session: Session, board_id: int, first: int, last: int, limit: int) -> list[int]:
    """Ids of the board's items in the range, deleted ones left out."""
    chosen = sa.and_(Item.board_id == board_id, Item.id.between(first, last), Item.deleted_at.is_(None))
    return list(session.scalars(sa.select(Item.id).where(chosen).order_by(Item.id).limit(limit)))
