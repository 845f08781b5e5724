"""Imports: start one, undo it, redo it. The work itself is a job (`jobs/import_file.py`)."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.jobs import create_job
from engine.commands.placing import delete_items, restore_items
from engine.errors import Invalid
from engine.events import EventKind
from engine.files import kept_file
from engine.models import Event, Job
from engine.permissions import Actor, Permission, require
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.sheets.opening import open_sheet, seen
from engine.sheets.plan import Plan, planned
from engine.sheets.source import Sheet
from engine.text import Text

KIND = "import_file"
NOT_DONE = Text(
    "This import has not brought any items into this board.",
    "Cet import n’a apporté aucun élément à ce tableau.",
)


def start_import(
    session: Session, actor: Actor, board: CompiledBoard | None, plan: Plan, data: Path, sheet: Sheet | None = None
) -> Job:
    """Queue the import of an uploaded file into the board, or into a new one. `data` is the installation's data folder.

    `sheet` is the file as the plan reads it, where it is open. Raises Invalid at once for a file or plan that cannot be
    carried out.
    """
    require(actor, Permission.BOARD_CREATE if board is None else Permission.ITEM_CREATE, board)
    file = kept_file(data, actor, plan.file)
    sheet = sheet or open_sheet(file.path(data), file.name, plan.options)
    planned(plan, sheet, None if board is None else board.document)
    settings = {"plan": plan.to_json(), "name": file.name, "size": file.size, "sheet": seen(sheet)}
    return create_job(session, actor, KIND, board, settings)


def undo_import(session: Session, actor: Actor, board: CompiledBoard, job_id: int) -> list[int]:
    """Delete exactly the items that this import brought and that are still there, as one event; returns their ids."""
    require(actor, Permission.ITEM_DELETE, board)
    found = load_job(session, actor, job_id)
    ids = delete_items(session, actor, board, imported_ids(session, board, job_id, deleted_at=None))
    if ids:
        table = board.table.c
        moment = session.scalar(sa.select(table.deleted_at).where(table.id == ids[0]))
        found.result = {**found.result, "undone_at": moment}
    return ids


def redo_import(session: Session, actor: Actor, board: CompiledBoard, job_id: int) -> list[int]:
    """Restore the items that `undo_import` deleted, as one event; returns their ids."""
    require(actor, Permission.ITEM_DELETE, board)
    found = load_job(session, actor, job_id)
    moment = found.result.get("undone_at")
    ids = imported_ids(session, board, job_id, deleted_at=moment) if moment else []
    found.result = {key: value for key, value in found.result.items() if key != "undone_at"}
    return restore_items(session, actor, board, ids)


def imported_ids(session: Session, board: CompiledBoard, job_id: int, *, deleted_at: str | None) -> Sequence[int]:
    """Of the import's items, those that are there (None), or that were deleted at that moment. Raises Invalid."""
    payload = import_event(session, board, job_id).payload
    table = board.table.c
    state = table.deleted_at.is_(None) if deleted_at is None else table.deleted_at == deleted_at
    statement = sa.select(table.id).where(table.id.between(payload["first"], payload["last"]), state)
    return session.scalars(statement.order_by(table.id)).all()


def import_event(session: Session, board: CompiledBoard, job_id: int) -> Event:
    """The event that brought the items. Raises Invalid when this job brought none to this board."""
    statement = sa.select(Event).where(Event.board_id == board.id, Event.kind == EventKind.ITEMS_IMPORTED)
    for event in session.scalars(statement.order_by(Event.id.desc())):
        if event.payload["job"] == job_id:
            return event
    raise Invalid(NOT_DONE, field="job")
