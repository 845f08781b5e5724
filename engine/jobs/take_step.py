"""Undo or redo of a long step, its newest events first, some thousand items at a time.

Until the last part the step stands, shorter with each, and cannot be done again: what is cancelled half-way can be
undone further. The end makes it what it would be if all had happened in one transaction.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.inverse import Undoing
from engine.commands.undo import newest_first, redo_ends, take_back, undo_ends
from engine.db import Database
from engine.job import JobKind, Progress, as_job
from engine.models import Event, Job, Step
from engine.outbox import go_on_with, standing_step
from engine.permissions import Actor, JobActor, Permission
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.steps import counted
from engine.text import Text

PART = 2000
"""Items in one transaction."""


class TakeStep(JobKind):
    """Settings: `way` is undo or redo, `step` what is taken back, `last_seq` its last event, `name` what it did."""

    name = "take_step"
    label = Text("Undo of many changes", "Annulation de nombreuses modifications")
    permission = Permission.BOARD_VIEW

    def run(self, db: Database, job: Job, actor: Actor, progress: Progress) -> None:
        worker, done = as_job(actor, job), job.done
        while not progress.result.get("ended"):
            with db.read() as session:
                events = next_events(session, session.get_one(Step, job.settings["step"]))
            done = min(done + sum(counted(event, 1) for event in events), job.total)
            with progress.part(done, job.total) as session:
                take_part(session, worker, job, events, progress.result)


def next_events(session: Session, step: Step) -> Sequence[Event]:
    """The newest of what is left of the step, about so many items as fit into a part; never none."""
    found = next(events for events in newest_first(session, step, PART) if events)
    sizes = accumulate(counted(event, 1) for event in found)
    return found[: sum(size < PART for size in sizes) + 1]


def take_part(session: Session, actor: JobActor, job: Job, events: Sequence[Event], result: dict[str, Any]) -> None:
    board, step = load_board(session, actor, job.board_id or 0), session.get_one(Step, job.settings["step"])
    if "step" in result:
        go_on_with(session, session.get_one(Step, result["step"]))
    undoing = Undoing(session, actor, board, context_for(session, actor), job.settings["last_seq"])
    take_back(undoing, events)
    made = standing_step(session, board.id)
    if made:
        result["step"] = made.id
    result["left"] = result.get("left", 0) + len(undoing.left)
    result["ended"] = events[-1].seq == step.first_seq
    if result["ended"]:
        end(session, job, step, made)
    else:
        wait(job, step, made, left_to=events[-1].seq - 1)


def wait(job: Job, step: Step, made: Step | None, *, left_to: int) -> None:
    step.last_seq = left_to
    if made and job.settings["way"] == "undo":
        made.undoes = made.undone_by = step.id


def end(session: Session, job: Job, step: Step, made: Step | None) -> None:
    step.last_seq = job.settings["last_seq"]
    if job.settings["way"] == "undo":
        undo_ends(session, step, made)
    else:
        redo_ends(session, step, session.get_one(Step, step.undoes), made)
