"""Events are written with the change and announced only after the commit; what one person did is kept as a step to undo."""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.events import LASTING, EventKind
from engine.lines import insert_lines
from engine.models import Board, Event, Step, table_of
from engine.moment import now
from engine.permissions import Actor

log = logging.getLogger(__name__)
listeners: list[Callable[[set[int]], None]] = []
"""Called after each commit with the ids of the boards on which something happened, if any; one that fails is logged and skipped."""


class Happened(NamedTuple):
    """What an event says beside who did it: `payload` as its kind describes it."""

    kind: EventKind
    payload: dict[str, Any]
    item_id: int | None = None
    item_version: int | None = None


class Recorded(NamedTuple):
    """An event's place among all events, and among those of its board."""

    id: int
    seq: int


BOARDS, EVENTS, STEPS = map(table_of, (Board, Event, Step))
TAKE_SEQS = (
    sa.update(BOARDS)
    .where(BOARDS.c.id == sa.bindparam("of_board"))
    .values(seq=BOARDS.c.seq + sa.bindparam("count"))
    .returning(BOARDS.c.seq)
)
NEW_EVENT = sa.insert(EVENTS).returning(EVENTS.c.id)
NEW_STEP = sa.insert(STEPS).returning(STEPS.c.id)
LENGTHEN = sa.update(STEPS).where(STEPS.c.id == sa.bindparam("of_step")).values(last_seq=sa.bindparam("last"))
"""Every change runs these, so they are put together once."""


LINE = (
    *("board_id", "kind", "item_id", "item_version", "actor_kind", "actor_id", "user_id"),
    *("cause_id", "depth", "payload", "created_at"),
)
"""Columns of an event but its number."""


@cache
def all_in_one() -> sa.Executable:
    """The next number, a new step and the event, for a database that does several things in one statement."""
    taken = TAKE_SEQS.cte("taken")
    ends = {"first_seq": taken.c.seq, "last_seq": taken.c.seq}
    of_step = {name: given(STEPS, name) for name in ("board_id", "user_id", "login_id", "created_at")}
    chosen = sa.select(*of_step.values(), *ends.values())
    step = sa.insert(STEPS).from_select([*of_step, *ends], chosen, include_defaults=False)
    begun = step.returning(STEPS.c.id).cte("begun")
    line = sa.select(*(given(EVENTS, name) for name in LINE), taken.c.seq)
    event = sa.insert(EVENTS).from_select([*LINE, "seq"], line, include_defaults=False)
    return event.returning(EVENTS.c.id, EVENTS.c.seq, sa.select(begun.c.id).scalar_subquery())


def given(table: sa.Table, name: str) -> sa.BindParameter[Any]:
    """Under a name that is no column's: SQLAlchemy would write those by itself."""
    return sa.bindparam(f"given_{name}", type_=table.c[name].type)


def record(
    session: Session,
    actor: Actor,
    board_id: int,
    kind: EventKind,
    payload: dict[str, Any],
    *,
    item_id: int | None = None,
    item_version: int | None = None,
) -> Recorded:
    """Write the board's next event. Its `seq` has no gaps and follows the order of commits, because taking it locks the board."""
    happened = Happened(kind, payload, item_id, item_version)
    if kind not in LASTING and begins_step(session, actor, board_id):
        return record_at_once(session, actor, board_id, happened)
    (seq,) = take_seqs(session, actor, board_id, 1, undoable=kind not in LASTING)
    line = line_of(actor, board_id, seq, happened)
    return Recorded(session.execute(NEW_EVENT, line).scalar_one(), seq)


def record_many(session: Session, actor: Actor, board_id: int, happened: Sequence[Happened]) -> range:
    """Several events at once, in their order; returns their `seq`s."""
    if len(happened) == 1 and begins_step(session, actor, board_id):
        seq = record_at_once(session, actor, board_id, happened[0]).seq
        return range(seq, seq + 1)
    seqs = take_seqs(session, actor, board_id, len(happened))
    if happened:
        alike = {**line_of(actor, board_id, 0, happened[0]), "created_at": now()}
        columns = dict(zip(Happened._fields, zip(*happened, strict=True), strict=True))
        insert_lines(
            session, EVENTS, {name: [value] * len(seqs) for name, value in alike.items()} | columns | {"seq": seqs}
        )
    return seqs


def begins_step(session: Session, actor: Actor, board_id: int) -> bool:
    """Whether an event is the first of a step, and can be written together with it."""
    return dialect_of(session) != "sqlite" and actor.takes_steps and board_id not in steps_of(session)


def record_at_once(session: Session, actor: Actor, board_id: int, happened: Happened) -> Recorded:
    """One trip to the server instead of three."""
    line = {**line_of(actor, board_id, 0, happened), "login_id": actor.login_id, "created_at": now()}
    known = {f"given_{name}": value for name, value in line.items()}
    event_id, seq, step_id = session.execute(all_in_one(), {**known, "of_board": board_id, "count": 1}).one()
    session.info.setdefault("boards", set()).add(board_id)
    steps_of(session)[board_id] = step_id
    return Recorded(event_id, seq)


def take_seqs(session: Session, actor: Actor, board_id: int, count: int, *, undoable: bool = True) -> range:
    """The board's next numbers, held until the end of the transaction."""
    if not count:
        return range(0)
    last: int = session.execute(TAKE_SEQS, {"of_board": board_id, "count": count}).scalar_one()
    session.info.setdefault("boards", set()).add(board_id)
    if undoable and actor.takes_steps:
        lengthen_step(session, actor, board_id, last - count + 1, last)
    return range(last - count + 1, last + 1)


def touched(session: Session) -> set[int]:
    """Ids of the boards on which something has happened in this transaction."""
    return set(session.info.get("boards", ()))


def line_of(actor: Actor, board_id: int, seq: int, happened: Happened) -> dict[str, Any]:
    return {
        "board_id": board_id,
        "seq": seq,
        "kind": happened.kind,
        "item_id": happened.item_id,
        "item_version": happened.item_version,
        "actor_kind": actor.kind,
        "actor_id": actor.own_id,
        "user_id": actor.user_id or None,
        "cause_id": actor.cause.event_id if actor.cause else None,
        "depth": actor.cause.depth if actor.cause else 0,
        "payload": happened.payload,
    }


def lengthen_step(session: Session, actor: Actor, board_id: int, first: int, last: int) -> None:
    """One transaction of one person on a board is one step; `session.info["steps"]` has the ids of those that it goes on with."""
    steps = steps_of(session)
    if board_id not in steps:
        login = {"user_id": actor.user_id, "login_id": actor.login_id}
        new = {"board_id": board_id, "first_seq": first, "last_seq": last, **login}
        steps[board_id] = session.execute(NEW_STEP, new).scalar_one()
    elif steps[board_id] is not None:
        session.execute(LENGTHEN, {"of_step": steps[board_id], "last": last})


def steps_of(session: Session) -> dict[int, int | None]:
    found: dict[int, int | None] = session.info.setdefault("steps", {})
    return found


def standing_step_id(session: Session, board_id: int) -> int | None:
    return steps_of(session).get(board_id)


def standing_step(session: Session, board_id: int) -> Step | None:
    """The step that this transaction has made on the board so far."""
    session.flush()
    step_id = standing_step_id(session, board_id)
    return None if step_id is None else session.get_one(Step, step_id, populate_existing=True)


def go_on_as(session: Session, step: Step) -> None:
    """What this transaction has made and will make on the board is this step, which had been undone."""
    made = standing_step(session, step.board_id)
    if made is not None:
        step.first_seq, step.last_seq, step.undone_by = made.first_seq, made.last_seq, None
        go_on_with(session, step)
        session.delete(made)
        session.flush()


def go_on_with(session: Session, step: Step) -> None:
    """What this transaction does on the board goes on with a step that an earlier one has begun."""
    steps_of(session)[step.board_id] = step.id


def make_no_step(session: Session, board_id: int) -> None:
    """What this transaction does on the board is not for undoing: a board that is new, say."""
    steps_of(session)[board_id] = None


@sa.event.listens_for(Session, "after_commit")
def announce(session: Session) -> None:
    """The end of a savepoint commits nothing yet."""
    if session.in_nested_transaction():
        return
    session.info.pop("steps", None)
    boards = session.info.pop("boards", set())
    for listener in listeners:
        try:
            listener(boards)
        except Exception:
            log.exception("A listener failed after a commit; what it missed is found by the sweep")


@sa.event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    session.info.pop("boards", None)
    session.info.pop("steps", None)
