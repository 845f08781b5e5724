"""My work by date: what is assigned to the actor on every board, by when, and how far it is; two statements beside the boards'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.models import Assignment
from engine.permissions import Actor
from engine.queries.boards import boards_by_id
from engine.queries.context import context_for
from engine.queries.names import MOST_BOARDS
from engine.queries.work import columns_of_people
from engine.schema.compiled import CompiledBoard
from engine.schema.document import DEADLINE, Column

LIMIT = 500


class When(StrEnum):
    """In the order of the day."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Task:
    """An item that somebody has to do. `status` is the key of an option of the board's `status_column`."""

    board: CompiledBoard
    id: int
    name: str
    version: int
    due: date | None
    status: str | None

    @property
    def status_column(self) -> Column | None:
        return status_column(self.board)

    @property
    def option(self) -> Mapping[str, Any] | None:
        return next((one for one in options(self.status_column) if one["key"] == self.status), None)

    @property
    def done(self) -> bool:
        return bool(self.option and self.option.get("done"))


@dataclass(frozen=True, slots=True)
class Agenda:
    """`tasks` by when; `boards` are those on which something is assigned; `more` when there is more than `LIMIT`."""

    tasks: Mapping[When, Sequence[Task]]
    boards: Sequence[CompiledBoard]
    more: bool


def agenda(session: Session, actor: Actor, *, board_id: int | None = None, with_done: bool = False) -> Agenda:
    mine = sa.select(Assignment.board_id).where(Assignment.user_id == actor.user_id).distinct()
    boards = boards_by_id(session, actor, session.scalars(mine))
    chosen = [one for one in boards.values() if board_id in (None, one.id) and columns_of_people(one)]
    parts = [assigned(actor, board, with_done=with_done) for board in chosen[:MOST_BOARDS]]
    found: list[Task] = []
    context = context_for(session, actor)
    if parts:
        lines = sa.union_all(*parts).subquery().c
        order = (lines.due.is_(None), lines.due, lines.board_id, lines.item_id)
        rows: Sequence[Any] = session.execute(sa.select(*lines).order_by(*order).limit(LIMIT + 1)).all()
        found = [to_task(boards[line.board_id], line, context) for line in rows]
    by_when: dict[When, list[Task]] = {when: [] for when in When}
    for task in found[:LIMIT]:
        by_when[when_of(task.due, context.today)].append(task)
    titled = sorted(boards.values(), key=lambda board: board.title(actor.language))
    return Agenda(by_when, titled, len(found) > LIMIT)


def assigned(actor: Actor, board: CompiledBoard, *, with_done: bool) -> sa.Select[Any]:
    """The actor's items of one board, in the columns that all boards share."""
    table, due, status = board.table.c, due_column(board), status_column(board)
    mine = sa.select(Assignment.item_id).where(
        Assignment.user_id == actor.user_id,
        Assignment.board_id == board.id,
        Assignment.column_id.in_(columns_of_people(board)),
    )
    state = as_text(table[status.physical]) if status else sa.null()
    statement = sa.select(
        sa.literal(board.id).label("board_id"),
        table.id.label("item_id"),
        sa.cast(table[board.columns["name"].physical], sa.Text).label("name"),
        table.version.label("version"),
        sa.cast(as_text(table[due.physical]) if due else sa.null(), sa.Text).label("due"),
        sa.cast(state, sa.Text).label("status"),
    ).where(table.deleted_at.is_(None), table.id.in_(mine))
    done = [one["key"] for one in options(status) if one.get("done")]
    return statement if with_done or not done else statement.where(sa.or_(state.is_(None), state.not_in(done)))


def as_text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.cast(column, sa.Text)


def to_task(board: CompiledBoard, line: Any, context: Context) -> Task:
    column = due_column(board)
    due = column.type.due(line.due, context) if column and line.due else None
    return Task(board, line.item_id, line.name or "", line.version, due, line.status)


def when_of(due: date | None, today: date) -> When:
    """The week ends on Sunday."""
    if due is None:
        return When.NEVER
    if due <= today:
        return When.OVERDUE if due < today else When.TODAY
    return When.WEEK if due <= today + timedelta(days=6 - today.weekday()) else When.LATER


def due_column(board: CompiledBoard) -> Column | None:
    """The one that the board names as its deadline, else the first column of days."""
    dated = [column for column in board.columns.values() if column.type.dated]
    named = board.document.get(DEADLINE)
    return next((column for column in dated if column.key == named), dated[0] if dated else None)


def status_column(board: CompiledBoard) -> Column | None:
    """The first column some of whose options mean that the work is done."""
    return next((one for one in board.columns.values() if any(option.get("done") for option in options(one))), None)


def options(column: Column | None) -> Sequence[Mapping[str, Any]]:
    return column.settings.get("options", ()) if column is not None and column.type.choices else ()
