"""Runs of automations: the log that people read, and what the runner has to know to go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.events import EventKind
from engine.models import Board, Event, Item, Run, table_of
from engine.moment import now
from engine.servertime import clock


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
    item_version: int | None
    actor_kind: str
    actor_id: int | None
    cause_id: int | None
    depth: int
    payload: Mapping[str, Any]


EVENTS, RUNS, BOARDS = map(table_of, (Event, Run, Board))
EVENT = [EVENTS.c[name] for name in Happened.__slots__]
SEQ = sa.select(BOARDS.c.seq).where(BOARDS.c.id == sa.bindparam("of_board"))
BEHIND = (
    sa.select(*EVENT)
    .where(EVENTS.c.board_id == sa.bindparam("of_board"), EVENTS.c.seq > sa.bindparam("behind"))
    .order_by(EVENTS.c.seq)
    .limit(sa.bindparam("most"))
)
BY_ID = sa.select(*EVENT).where(EVENTS.c.id == sa.bindparam("wanted"))
RUN_BEFORE = (
    sa.select(RUNS.c.created_at)
    .where(RUNS.c.automation_id == sa.bindparam("of_rule"), RUNS.c.state != RunState.SKIPPED)
    .order_by(RUNS.c.id.desc())
    .offset(sa.bindparam("others"))
    .limit(1)
)
QUEUED_TO = sa.select(sa.func.max(RUNS.c.next_at)).where(
    RUNS.c.automation_id == sa.bindparam("of_rule"), RUNS.c.state == RunState.DELAYED
)
"""Every event runs these, so they are put together once."""


def runs(session: Session, automation_id: int, limit: int = 50, *, before: int | None = None) -> Sequence[Run]:
    """What the rule did lately, newest first; with `before`, what it did before that run."""
    mine = sa.select(Run).where(Run.automation_id == automation_id)
    older = mine if before is None else mine.where(Run.id < before)
    return session.scalars(older.order_by(Run.id.desc()).limit(limit)).all()


def board_seq(session: Session, board_id: int) -> int:
    """The last event of the board; 0 when it has none."""
    return session.scalar(SEQ, {"of_board": board_id}) or 0


def events_behind(session: Session, board_id: int, seq: int, limit: int) -> list[Happened]:
    """The next events of the board, oldest first."""
    found = session.execute(BEHIND, {"of_board": board_id, "behind": seq, "most": limit})
    return [happened(line) for line in found]


def event_by_id(session: Session, event_id: int) -> Happened:
    return happened(session.execute(BY_ID, {"wanted": event_id}).one())


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
    run_id = session.scalar(oldest_due(dialect_of(session)), {"of_board": board_id})
    return None if run_id is None else session.get(Run, run_id, populate_existing=True)


@lru_cache
def oldest_due(dialect: str) -> sa.Select[int]:
    due = sa.and_(
        RUNS.c.board_id == sa.bindparam("of_board"),
        RUNS.c.state.in_((RunState.FAILED, RunState.DELAYED)),
        RUNS.c.next_at <= clock(dialect),
    )
    return sa.select(RUNS.c.id).where(due).order_by(RUNS.c.id).limit(1)


def delay_of(session: Session, automation_id: int, per_minute: int, ahead: int = 1) -> float | None:
    """Seconds that the rule’s next runs, `ahead` of them, have to wait so that no minute holds more than `per_minute`.

    None when they need not.
    """
    earliest = session.scalar(RUN_BEFORE, {"of_rule": automation_id, "others": per_minute - ahead})
    if earliest is None:
        return None
    queued = session.scalar(QUEUED_TO, {"of_rule": automation_id})
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
