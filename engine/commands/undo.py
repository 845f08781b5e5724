"""Undo and redo of one's own steps. An undoing is a step like any other: its events are history, rules and live pages see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

import engine.commands.inverses  # noqa: F401 - the folder fills the table of inverses
from engine.commands.inverse import Left, Reason, Undoing, inverses
from engine.errors import NotFound
from engine.events import EventKind
from engine.models import Event, Step
from engine.outbox import go_on_as, standing_step
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.live import STRUCTURE
from engine.queries.steps import Name, name_of, next_redo, next_undo, own
from engine.schema.compiled import CompiledBoard
from engine.text import Language, Text

CHUNK = 5000
NOTHING_TO_UNDO = Text("There is nothing to undo on this board.", "Il n’y a rien à annuler sur ce tableau.")
NOTHING_TO_REDO = Text("There is nothing to redo on this board.", "Il n’y a rien à rétablir sur ce tableau.")


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of a step: items and columns that are as they were, and what was left as it is."""

    step_id: int
    name: Name
    items: Sequence[int]
    columns: Sequence[str]
    left: Sequence[Left]
    did_something: bool
    is_structure: bool
    """Groups, columns or views are not as they were before."""

    def reasons(self, language: Language) -> list[str]:
        """One sentence for each reason why something was left."""
        alike: dict[tuple[Reason, object], list[Left]] = {}
        for one in self.left:
            alike.setdefault((one.reason, one.params.get("by")), []).append(one)
        return [
            some[0].say(language) if len(some) == 1 else reason.many.say(language, count=len(some), by=by)
            for (reason, by), some in alike.items()
        ]


def undo_step(session: Session, actor: Actor, board: CompiledBoard, step_id: int | None = None) -> Undone:
    """Take back the last standing step of this login, or the one given. Raises NotFound where there is none."""
    require(actor, Permission.BOARD_VIEW, board)
    step = step_to_undo(session, actor, board, step_id)
    name = name_of(session, board, step)
    undoing = taken_back(session, actor, board, step)
    made = standing_step(session, board.id)
    undo_ends(session, step, made)
    return outcome(step, name, undoing, made)


def step_to_undo(session: Session, actor: Actor, board: CompiledBoard, step_id: int | None = None) -> Step:
    step = next_undo(session, actor, board.id) if step_id is None else None
    step = held(session, actor, board, step.id if step else step_id)
    if step is None or step.undoes is not None:
        raise NotFound(NOTHING_TO_UNDO)
    return step


def undo_ends(session: Session, step: Step, made: Step | None) -> None:
    if made is None:
        session.delete(step)
    else:
        made.undoes, made.undone_by, step.undone_by = step.id, None, made.id


def redo_step(session: Session, actor: Actor, board: CompiledBoard) -> Undone:
    """Do again what was undone last, as long as nothing else was done since. Raises NotFound where there is nothing.

    The step that was undone stands again: from now on it is the events that doing it again has made.
    """
    require(actor, Permission.BOARD_VIEW, board)
    undone, step = step_to_redo(session, actor, board)
    name = name_of(session, board, undone)
    undoing = taken_back(session, actor, board, undone)
    made = standing_step(session, board.id)
    redo_ends(session, undone, step, made)
    return outcome(step, name, undoing, made)


def step_to_redo(session: Session, actor: Actor, board: CompiledBoard) -> tuple[Step, Step]:
    """The undoing that is to be taken back, and the step that it has taken back."""
    found = next_redo(session, actor, board.id)
    undone = held(session, actor, board, found.id if found else None)
    step = session.get(Step, undone.undoes) if undone else None
    if undone is None or step is None:
        raise NotFound(NOTHING_TO_REDO)
    return undone, step


def redo_ends(session: Session, undone: Step, step: Step, made: Step | None) -> None:
    if made is None:
        session.delete(undone)
    else:
        undone.undone_by = step.id
        go_on_as(session, step)


def outcome(step: Step, name: Name, undoing: Undoing, made: Step | None) -> Undone:
    return Undone(
        step.id,
        name,
        list(undoing.items),
        list(undoing.columns),
        undoing.left,
        did_something=made is not None,
        is_structure=undoing.structure,
    )


def held(session: Session, actor: Actor, board: CompiledBoard, step_id: int | None) -> Step | None:
    """The step until the end of the transaction, if it is one's own and still stands."""
    statement = own(actor, board.id).where(Step.id == step_id, Step.undone_by.is_(None))
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def taken_back(session: Session, actor: Actor, board: CompiledBoard, step: Step) -> Undoing:
    """The inverse of each of its events, the newest first."""
    undoing = Undoing(session, actor, board, context_for(session, actor), step.last_seq)
    for events in newest_first(session, step):
        take_back(undoing, events)
    return undoing


def take_back(undoing: Undoing, events: Sequence[Event]) -> None:
    """Those of one kind that stand together at once."""
    for kind, some in groupby(events, key=lambda event: EventKind(event.kind)):
        if kind in inverses:
            inverses[kind](undoing, list(some))
            undoing.structure |= kind in STRUCTURE


def newest_first(session: Session, step: Step, chunk: int = CHUNK) -> Iterator[Sequence[Event]]:
    """The step's events, some at a time; not what others did in between."""
    last, doer = step.last_seq, doer_of(session, step)
    while last >= step.first_seq:
        first = max(step.first_seq, last - chunk + 1)
        span = sa.and_(Event.board_id == step.board_id, Event.seq.between(first, last))
        yield session.scalars(sa.select(Event).where(span, doer).order_by(Event.seq.desc())).all()
        last = first - 1


def doer_of(session: Session, step: Step) -> sa.ColumnElement[bool]:
    """By whom the step was done: whoever made its first event."""
    span = sa.and_(Event.board_id == step.board_id, Event.seq == step.first_seq)
    kind, own_id = session.execute(sa.select(Event.actor_kind, Event.actor_id).where(span)).one()
    return sa.and_(Event.actor_kind == kind, Event.actor_id == own_id)
