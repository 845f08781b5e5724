"""Undo and redo of steps of any length: short ones at once, long ones as a job that others can write beside."""

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.edits import KIND as EDIT
from engine.commands.jobs import create_job
from engine.commands.undo import Undone, doer_of, redo_step, step_to_redo, step_to_undo, undo_step
from engine.errors import EngineError
from engine.events import EventKind
from engine.models import Event, Job, Step
from engine.permissions import Actor, Permission, require
from engine.queries.jobs import going_jobs
from engine.queries.steps import counted, name_of
from engine.schema.compiled import CompiledBoard
from engine.text import Text

AT_ONCE = 2000
"""Items that are put back while one waits."""
KIND = "take_step"
OF_MANY = (EventKind.ITEMS_DELETED, EventKind.ITEMS_RESTORED, EventKind.ITEMS_IMPORTED)
STILL_GOING = Text(
    "This is still going on. Wait until it has ended, or cancel it.",
    "C’est encore en cours. Attendez la fin, ou annulez.",
)
Way = Literal["undo", "redo"]


class StillGoing(EngineError):
    """A step that is still growing or shrinking cannot be taken back."""

    status = 409
    code = "still_going"


def undo(session: Session, actor: Actor, board: CompiledBoard, step_id: int | None = None) -> Job | Undone:
    """As `undo_step`; a long step is a job."""
    require(actor, Permission.BOARD_VIEW, board)
    step = step_to_undo(session, actor, board, step_id)
    refuse_meanwhile(session, actor, step)
    size = size_of(session, step)
    if size <= AT_ONCE:
        return undo_step(session, actor, board, step.id)
    return job_for(session, actor, board, "undo", step, size)


def redo(session: Session, actor: Actor, board: CompiledBoard) -> Job | Undone:
    """As `redo_step`; a long step is a job."""
    require(actor, Permission.BOARD_VIEW, board)
    undone, _ = step_to_redo(session, actor, board)
    refuse_meanwhile(session, actor, undone)
    size = size_of(session, undone)
    if size <= AT_ONCE:
        return redo_step(session, actor, board)
    return job_for(session, actor, board, "redo", undone, size)


def refuse_meanwhile(session: Session, actor: Actor, step: Step) -> None:
    """While a job makes the step, or takes it back, it is not yet what it will be."""
    for job in going_jobs(session, actor, step.board_id, (EDIT, KIND)):
        if step.id in (job.settings.get("step"), job.result.get("step")):
            raise StillGoing(STILL_GOING)


def size_of(session: Session, step: Step) -> int:
    """How many items the step's events are about, roughly: what others did in between counts too."""
    length = step.last_seq - step.first_seq + 1
    if length > AT_ONCE:
        return length
    span = sa.and_(Event.board_id == step.board_id, Event.seq.between(step.first_seq, step.last_seq))
    found = session.scalars(sa.select(Event).where(span, doer_of(session, step), Event.kind.in_(OF_MANY)))
    return length + sum(counted(event, 1) - 1 for event in found)


def job_for(session: Session, actor: Actor, board: CompiledBoard, way: Way, step: Step, size: int) -> Job:
    name = name_of(session, board, step)
    settings = {
        "way": way,
        "step": step.id,
        "last_seq": step.last_seq,
        "login": actor.login_id,
        "name": {"en": name.say("en"), "fr": name.say("fr")},
    }
    job = create_job(session, actor, KIND, board, settings)
    job.total = size
    return job
