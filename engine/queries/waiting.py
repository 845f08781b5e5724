"""What waits for a worker: the database is the queue, and this is how a doorbell reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.models import Automation, Board, Cursor, Delivery, Job, Run, table_of
from engine.servertime import is_over, server_time

LEASE_SECONDS = 5
"""A board whose worker died is read on by another one after this time; nothing depends on it but the wait."""
LIMIT = 200
CURSORS = table_of(Cursor)


def waiting_boards(session: Session) -> Sequence[int]:
    """Boards with something to do for their rules that no worker holds."""
    over = is_over(CURSORS.c.lease_until, LEASE_SECONDS, dialect_of(session))
    free = sa.or_(CURSORS.c.lease_until.is_(None), over)
    return session.scalars(select_waiting(session).where(free).limit(LIMIT)).all()


def board_waits(session: Session, board_id: int) -> bool:
    """Whether there is something to do on the board, whoever holds it."""
    return session.scalar(select_waiting(session).where(Board.id == board_id)) is not None


def select_waiting(session: Session) -> sa.Select[int]:
    """Boards with rules that have not read all their events, or with a run whose time has come."""
    on = sa.exists().where(Automation.board_id == Board.id, Automation.enabled, Automation.deleted_at.is_(None))
    unread = sa.and_(Board.seq > sa.func.coalesce(Cursor.seq, 0), on)
    due = Board.id.in_(
        sa.select(Run.board_id).where(Run.state.in_(("failed", "delayed")), Run.next_at <= server_time(session))
    )
    statement = sa.select(Board.id).outerjoin(Cursor, Cursor.board_id == Board.id)
    return statement.where(Board.deleted_at.is_(None), sa.or_(unread, due))


def waiting_deliveries(session: Session) -> Sequence[int]:
    due = sa.and_(Delivery.state.in_(("waiting", "sending")), Delivery.next_at <= server_time(session))
    return session.scalars(sa.select(Delivery.id).where(due).order_by(Delivery.id).limit(LIMIT)).all()


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

    boards = sa.select(sa.func.count()).select_from(select_waiting(session).subquery()).scalar_subquery()
    runs = how_many(Run.state.in_(("failed", "delayed")))
    deliveries = how_many(Delivery.state.in_(("waiting", "sending")))
    jobs = how_many(Job.state.in_(("waiting", "running", "cancelling")))
    return Backlog(*session.execute(sa.select(boards, runs, deliveries, jobs)).one())
