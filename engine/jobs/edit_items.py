"""One edit of many items, some thousand at a time: others write in between, and a run that dies goes on where it was."""

from sqlalchemy.orm import Session

from engine.commands.edit import apply, listed, to_edit
from engine.db import Database
from engine.job import JobKind, Progress, as_job
from engine.models import Job, Step
from engine.outbox import go_on_with, standing_step_id
from engine.permissions import Actor, Permission
from engine.queries.boards import board as load_board
from engine.text import Text

PART = 2000
"""Items in one transaction: some tenths of a second, in which nobody else writes to a SQLite file."""


class EditItems(JobKind):
    """Settings: `items` are ranges of ids in their order, `edit` is an `Edit`, `login` whose step it is."""

    name = "edit_items"
    label = Text("Edit of many items", "Modification de nombreux éléments")
    permission = Permission.BOARD_VIEW

    def run(self, db: Database, job: Job, actor: Actor, progress: Progress) -> None:
        ids, edit = list(listed(job.settings["items"])), to_edit(job.settings)
        worker = as_job(actor, job)
        for start in range(job.done, len(ids), PART):
            some = ids[start : start + PART]
            with progress.part(start + len(some), len(ids)) as session:
                board = load_board(session, actor, job.board_id or 0)
                go_on(session, progress.result.get("step"))
                apply(session, worker, board, some, edit)
                if step_id := standing_step_id(session, board.id):
                    progress.result["step"] = step_id


def go_on(session: Session, step_id: int | None) -> None:
    """Whatever the job does is one step of the person who started it."""
    step = session.get(Step, step_id) if step_id else None
    if step is not None and step.undone_by is None:
        go_on_with(session, step)
