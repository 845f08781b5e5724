"""Events are written with the change and announced only after the commit; what one person did is kept as a step to undo."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import LASTING, EventKind
from engine.models import Board, Event, Step
from engine.permissions import Actor

log = logging.getLogger(__name__)
listeners: list[Callable[[set[int]], None]] = []
"""Called after each commit with the ids of the boards on which something happened; one that fails is logged and skipped."""


class Happened(NamedTuple):
    """What an event says beside who did it: `payload` as its kind describes it."""

    kind: EventKind
    payload: dict[str, Any]
    item_id: int | None = None
    item_version: int | None = None


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
    (seq,) = take_seqs(session, actor, board_id, 1, undoable=kind not in LASTING)
    event = Event(**line_of(actor, board_id, seq, Happened(kind, payload, item_id, item_version)))
    session.add(event)
    session.flush()
    return event


def record_many(session: Session, actor: Actor, board_id: int, happened: Sequence[Happened]) -> range:
    """Several events at once, in their order; returns their `seq`s."""
    seqs = take_seqs(session, actor, board_id, len(happened))
    if happened:
        session.execute(
            sa.insert(Event), [line_of(actor, board_id, seq, one) for seq, one in zip(seqs, happened, strict=True)]
        )
    return seqs


def take_seqs(session: Session, actor: Actor, board_id: int, count: int, *, undoable: bool = True) -> range:
    """The board's next numbers, held until the end of the transaction."""
    if not count:
        return range(0)
    last: int = session.scalars(
        sa.update(Board).where(Board.id == board_id).values(seq=Board.seq + count).returning(Board.seq)
    ).one()
    session.info.setdefault("boards", set()).add(board_id)
    if undoable and actor.takes_steps:
        lengthen_step(session, actor, board_id, last - count + 1, last)
    return range(last - count + 1, last + 1)


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
    """One transaction of one person on a board is one step; `session.info["steps"]` names those that it goes on with."""
    steps: dict[int, Step | None] = session.info.setdefault("steps", {})
    if board_id not in steps:
        login = {"user_id": actor.user_id, "login_id": actor.login_id}
        steps[board_id] = Step(board_id=board_id, first_seq=first, last_seq=last, **login)
        session.add(steps[board_id])
    elif (step := steps[board_id]) is not None:
        step.last_seq = last


def standing_step(session: Session, board_id: int) -> Step | None:
    """The step that this transaction has made on the board so far."""
    step: Step | None = session.info.get("steps", {}).get(board_id)
    if step is not None:
        session.flush()
    return step


def go_on_as(session: Session, step: Step) -> None:
    """What this transaction has made and will make on the board is this step, which had been undone."""
    made = standing_step(session, step.board_id)
    if made is not None:
        step.first_seq, step.last_seq, step.undone_by = made.first_seq, made.last_seq, None
        session.info["steps"][step.board_id] = step
        session.delete(made)


def go_on_with(session: Session, step: Step) -> None:
    """What this transaction does on the board goes on with a step that an earlier one has begun."""
    session.info.setdefault("steps", {})[step.board_id] = step


def make_no_step(session: Session, board_id: int) -> None:
    """What this transaction does on the board is not for undoing: a board that is new, say."""
    session.info.setdefault("steps", {})[board_id] = None


@sa.event.listens_for(Session, "after_commit")
def announce(session: Session) -> None:
    """The end of a savepoint commits nothing yet."""
    if session.in_nested_transaction():
        return
    session.info.pop("steps", None)
    if boards := session.info.pop("boards", None):
        for listener in listeners:
            try:
                listener(boards)
            except Exception:
                log.exception("A listener failed after a commit; what it missed is found by the sweep")


@sa.event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    session.info.pop("boards", None)
    session.info.pop("steps", None)
