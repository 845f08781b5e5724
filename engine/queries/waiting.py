"""What waits for a worker: the database is the queue, and this is how a doorbell reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.models import Automation, Board, Cursor, Delivery, Job, Run, table_of
from engine.queries.jobs import select_waiting_jobs
from engine.servertime import clock, is_over

LEASE_SECONDS = 5
"""A board whose worker died is read on by another one after this time; nothing depends on it but the wait."""
LIMIT = 200
AUTOMATIONS, BOARDS, CURSORS, DELIVERIES, RUNS = map(table_of, (Automation, Board, Cursor, Delivery, Run))


def waiting_boards(session: Session) -> Sequence[int]:
    """Boards with something to do for their rules that no worker holds."""
    return session.scalars(select_free(dialect_of(session))).all()


def board_waits(session: Session, board_id: int) -> bool:
    """Whether there is something to do on the board, whoever holds it."""
    return session.scalar(select_one(dialect_of(session)), {"of_board": board_id}) is not None


def waiting_deliveries(session: Session) -> Sequence[int]:
    return session.scalars(select_deliveries(dialect_of(session))).all()


def everything(connection: sa.Connection) -> dict[str, list[int]]:
    """What a bell has to ring for, asked in one statement: ids of boards, of the next delivery, of jobs."""
    found: dict[str, list[int]] = {}
    for kind, number in connection.execute(select_everything(connection.dialect.name)):
        found.setdefault(kind, []).append(number)
    return found


@lru_cache
def select_everything(dialect: str) -> sa.CompoundSelect[Any]:
    parts = {
        "boards": select_free(dialect),
        "deliveries": select_deliveries(dialect).limit(1),
        "jobs": select_waiting_jobs(dialect),
    }
    return sa.union_all(
        *(sa.select(sa.literal(kind), part.subquery().c.id) for kind, part in parts.items()),
    )


@lru_cache
def select_free(dialect: str) -> sa.Select[int]:
    over = is_over(CURSORS.c.lease_until, LEASE_SECONDS, dialect)
    return select_waiting(dialect).where(sa.or_(CURSORS.c.lease_until.is_(None), over)).limit(LIMIT)


@lru_cache
def select_one(dialect: str) -> sa.Select[int]:
    return select_waiting(dialect).where(BOARDS.c.id == sa.bindparam("of_board"))


def select_waiting(dialect: str) -> sa.Select[int]:
    """Boards with rules that have not read all their events, or with a run whose time has come."""
    rules, runs = AUTOMATIONS.c, RUNS.c
    on = sa.exists().where(rules.board_id == BOARDS.c.id, rules.enabled, rules.deleted_at.is_(None))
    unread = sa.and_(BOARDS.c.seq > sa.func.coalesce(CURSORS.c.seq, 0), on)
    due = sa.select(runs.board_id).where(runs.state.in_(("failed", "delayed")), runs.next_at <= clock(dialect))
    statement = sa.select(BOARDS.c.id).outerjoin(CURSORS, CURSORS.c.board_id == BOARDS.c.id)
    return statement.where(BOARDS.c.deleted_at.is_(None), sa.or_(unread, BOARDS.c.id.in_(due)))


@lru_cache
def select_deliveries(dialect: str) -> sa.Select[int]:
    columns = DELIVERIES.c
    due = sa.and_(columns.state.in_(("waiting", "sending")), columns.next_at <= clock(dialect))
    return sa.select(columns.id).where(due).order_by(columns.id).limit(LIMIT)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, of which kind."""

    boards: int
    runs: int
    deliveries: int
    jobs: int


def backlog(session: Session) -> Backlog:
    """Due or not, and whoever may hold it."""

    def how_many(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).where(condition).scalar_subquery()

    boards = sa.select(sa.func.count()).select_from(select_waiting(dialect_of(session)).subquery()).scalar_subquery()
    runs = how_many(Run.state.in_(("failed", "delayed")))
    deliveries = how_many(Delivery.state.in_(("waiting", "sending")))
    jobs = how_many(Job.state.in_(("waiting", "running", "cancelling")))
    return Backlog(*session.execute(sa.select(boards, runs, deliveries, jobs)).one())
