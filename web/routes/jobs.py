"""A job's page: progress, cancel, result; and what an import can still do afterwards: undo, redo, its refused cells."""

from __future__ import annotations

from litestar import Response, delete, get, post
from litestar.params import FromPath

from engine.commands.imports import redo_import, undo_import
from engine.commands.jobs import cancel_job
from engine.errors import NotFound
from engine.files import kept_file
from engine.models import Job
from engine.queries.boards import board as load_board
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.downloads import attachment
from web.pages import render, toast
from web.policy import Policy
from web.request import Page, actor, database, language, settings

UNDONE = Text("{count} imported items deleted.", "{count} éléments importés supprimés.")
REDONE = Text("{count} imported items restored.", "{count} éléments importés restaurés.")


@get("/jobs/{job_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def job_page(request: Page, job_id: FromPath[int]) -> Response[str]:
    with database(request).read() as session:
        return drawn(request, session, load_job(session, actor(request), job_id), "imports/job.html")


@get("/jobs/{job_id:int}/progress", policy=Policy.MEMBER, sync_to_thread=True)
def progress(request: Page, job_id: FromPath[int]) -> Response[str]:
    """The part of the page that asks again until the job has ended."""
    with database(request).read() as session:
        return drawn(request, session, load_job(session, actor(request), job_id))


@delete("/jobs/{job_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def cancel(request: Page, job_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        return drawn(request, session, cancel_job(session, actor(request), job_id))


@post("/jobs/{job_id:int}/reversal", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def undo(request: Page, job_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        job = load_job(session, actor(request), job_id)
        ids = undo_import(session, actor(request), filled_board(request, session, job), job_id)
        return drawn(request, session, job, told=UNDONE.say(language(request), count=len(ids)))


@delete("/jobs/{job_id:int}/reversal", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def redo(request: Page, job_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        job = load_job(session, actor(request), job_id)
        ids = redo_import(session, actor(request), filled_board(request, session, job), job_id)
        return drawn(request, session, job, told=REDONE.say(language(request), count=len(ids)))


@get("/jobs/{job_id:int}/refusals", policy=Policy.MEMBER, sync_to_thread=True)
def refusals(request: Page, job_id: FromPath[int]) -> Response[bytes]:
    """The refused cells, as a CSV file."""
    with database(request).read() as session:
        job = load_job(session, actor(request), job_id)
    file = kept_file(settings(request).data, actor(request), job.result.get("errors_file") or "")
    return attachment(file.name, file.path(settings(request).data).read_bytes(), "text/csv")


def filled_board(request: Page, session: Session, job: Job) -> CompiledBoard:
    if job.board_id is None:
        raise NotFound
    return load_board(session, actor(request), job.board_id)


def drawn(
    request: Page, session: Session, job: Job, template: str = "imports/_job.html", told: str | None = None
) -> Response[str]:
    board = None
    if job.board_id is not None:
        try:
            board = load_board(session, actor(request), job.board_id)
        except NotFound:
            board = None  # deleted since
    return render(request, template, headers=toast(told) if told else None, job=job, board=board)


routes = [job_page, progress, cancel, undo, redo, refusals]
