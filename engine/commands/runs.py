"""The queue of the automations and its log: how far each board was read, and what each rule did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.models import Cursor, Id, Run, table_of
from engine.queries.runs import RunState
from engine.queries.waiting import LEASE_SECONDS
from engine.schema.table import table_name
from engine.servertime import clock, is_over, server_time

CURSORS, RUNS = table_of(Cursor), table_of(Run)
READ_ON = sa.update(CURSORS).where(CURSORS.c.board_id == sa.bindparam("of_board")).values(seq=sa.bindparam("read"))
READ = READ_ON.values(lease_by=None, lease_until=None)
NEW_RUN = sa.insert(RUNS).returning(RUNS.c.id)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def hold_board(session: Session, board_id: int, worker: str) -> int | None:
    """Take or keep the board for this worker until the transaction ends, and a lease beyond it; the seq it was read to.

    None when another worker has it. Two transactions can never hold one board: the row is locked.
    """
    statement, named = take(dialect_of(session)), {"of_board": board_id, "worker": worker}
    held = session.execute(statement, named).first()
    if held is None and session.get(Cursor, board_id) is None:
        session.execute(INSERTS[dialect_of(session)](Cursor).values(board_id=board_id, seq=0).on_conflict_do_nothing())
        held = session.execute(statement, named).first()
    return None if held is None else int(held[0])


@lru_cache
def take(dialect: str) -> Any:
    columns, worker = CURSORS.c, sa.bindparam("worker", type_=sa.String())
    over = is_over(columns.lease_until, LEASE_SECONDS, dialect)
    free = sa.or_(columns.lease_until.is_(None), over, columns.lease_by == worker)
    return (
        sa.update(CURSORS)
        .where(columns.board_id == sa.bindparam("of_board"), free)
        .values(lease_by=worker, lease_until=clock(dialect, LEASE_SECONDS))
        .returning(columns.seq)
    )


def leave_board(session: Session, board_id: int, seq: int, *, more: bool) -> None:
    """Note how far the board was read; without more to do the lease ends."""
    session.execute(READ_ON if more else READ, {"of_board": board_id, "read": seq})


def hold_items(session: Session, board_id: int, item_ids: Sequence[int], *, free: bool = False) -> set[int]:
    """Keep others from writing to items of the board until the transaction ends; with `free` only those that nobody else holds."""
    return set(session.scalars(select_and_hold(board_id, free=free), {"items": item_ids})) if item_ids else set()


@lru_cache
def select_and_hold(board_id: int, *, free: bool) -> sa.Select[int]:
    key = sa.table(table_name(board_id), sa.column("id", Id)).c.id
    wanted = sa.bindparam("items", type_=postgresql.ARRAY(Id))
    return sa.select(key).where(key == sa.any_(wanted)).with_for_update(skip_locked=free)


def end_leases(session: Session) -> None:
    """For the start of an installation's only worker: whoever held a board is dead."""
    session.execute(sa.update(Cursor).where(Cursor.lease_until.is_not(None)).values(lease_by=None, lease_until=None))


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did, or why it did not. With `retry_in` (seconds) it waits and is tried again."""

    state: RunState
    reason: Mapping[str, Any] | None = None
    effects: Sequence[Mapping[str, str]] = ()
    milliseconds: int = 0
    retry_in: float | None = None

    def stored(self, session: Session) -> dict[str, Any]:
        next_at = None if self.retry_in is None else server_time(session, self.retry_in)
        values = {"state": self.state, "reason": self.reason, "effects": list(self.effects)}
        return {**values, "milliseconds": self.milliseconds, "next_at": next_at}


def enter_run(session: Session, line: Mapping[str, Any], result: RunResult) -> int:
    """A new run in the log. That a rule meets an event and item twice is an error, which takes the transaction back."""
    values = {**line, **result.stored(session)}
    if values["next_at"] is None:
        return int(session.execute(NEW_RUN, values).one()[0])
    return int(session.execute(NEW_RUN.values(values)).one()[0])


def end_run(session: Session, run_id: int, result: RunResult) -> None:
    """What became of a run that is in the log already."""
    session.execute(sa.update(Run).where(Run.id == run_id).values(result.stored(session)))


def repeat_run(session: Session, run_id: int) -> int:
    """One more attempt; returns how many there were with this one."""
    statement = sa.update(Run).where(Run.id == run_id).values(attempts=Run.attempts + 1)
    return session.scalar(statement.returning(Run.attempts)) or 1


def cancel_runs(session: Session, automation_id: int) -> None:
    """Those that wait."""
    waiting = sa.and_(Run.automation_id == automation_id, Run.next_at.is_not(None))
    session.execute(sa.update(Run).where(waiting).values(state=RunState.CANCELLED, next_at=None))
