"""The import wizard: choose a file, say how it is read and where its columns go, look at the result, start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from engine.commands.imports import start_import
from engine.currencies import currencies
from engine.errors import Invalid
from engine.files import StoredFile, drop_file, keep_file, kept_file
from engine.permissions import Permission, require
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan, to_plan
from engine.sheets.source import MAX_BYTES, Options, Sheet
from engine.sheets.suggestion import CURRENCY, suggest
from engine.text import Text
from web.import_form import read_plan, reading_options, to_text
from web.import_page import Wizard, draw, draw_unread
from web.pages import render
from web.policy import Policy
from web.request import Form, OptionalQueryNumber, Page, actor, database, go, language, settings

BLOCK = 256 * 1024
MAX_BODY = MAX_BYTES + 1_000_000
NO_FILE = Text("Choose a file first.", "Choisissez d’abord un fichier.")


@get("/import", policy=Policy.MEMBER, sync_to_thread=True)
def choose(request: Page, board: OptionalQueryNumber = None) -> Response[str]:
    return chooser(request, board)


@get("/b/{board_id:int}/import", policy=Policy.MEMBER, sync_to_thread=True)
def choose_for_board(request: Page, board_id: FromPath[int]) -> Response[str]:
    return chooser(request, board_id)


@post("/import", policy=Policy.MEMBER, sync_to_thread=True, request_max_body_size=MAX_BODY)
def upload(request: Page, form: Form, board: OptionalQueryNumber = None) -> Response[Any]:
    """Keep the file and look whether it is one; what can be set right by choosing an encoding goes on to the wizard."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Invalid(NO_FILE, field="file")
    with database(request).read() as session:
        board_of(request, session, board)
    data = settings(request).data
    file = keep_file(data, actor(request), sent.filename, blocks(sent), limit=MAX_BYTES)
    try:
        open_sheet(file.path(data), file.name)
    except Invalid as error:
        if error.field != "encoding":
            drop_file(data, file.id)
            raise
    return go(request, f"/import/{file.id}{query(board)}")


@get("/import/{file_id:str}", policy=Policy.MEMBER, sync_to_thread=True)
def wizard(
    request: Page,
    file_id: FromPath[str],
    board: OptionalQueryNumber = None,
    again: OptionalQueryNumber = None,
) -> Response[str]:
    """`again` is a job that failed or was cancelled: its choices are there again."""
    with database(request).read() as session:
        to, file = board_of(request, session, board), kept(request, file_id)
        try:
            plan = earlier_plan(request, session, again)
            sheet = opened(request, file, plan.options if plan else Options())
        except Invalid as error:
            return draw_unread(request, file, to, error)
        plan = plan or suggest(sheet, file_id, context_for(session, actor(request)), to)
        return draw(request, Wizard(file, to, sheet, plan, CURRENCY[language(request)]), session)


@post("/import/{file_id:str}/preview", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def preview(request: Page, file_id: FromPath[str], form: Form, board: OptionalQueryNumber = None) -> Response[str]:
    """The wizard again, after a change; read in another way, the file gets new suggestions."""
    with database(request).read() as session:
        to, file = board_of(request, session, board), kept(request, file_id)
        options = reading_options(form)
        sheet = opened(request, file, options)
        currency = chosen_currency(request, form)
        if form.get("read_as") == to_text(sheet.options):
            plan = read_plan(form, file_id, sheet, to, language(request))
        else:
            plan = suggested_again(request, session, form, sheet, file_id, to, currency)
        return draw(request, Wizard(file, to, sheet, plan, currency), session, part=True)


@post("/import/{file_id:str}", policy=Policy.MEMBER, sync_to_thread=True)
def start(request: Page, file_id: FromPath[str], form: Form, board: OptionalQueryNumber = None) -> Response[Any]:
    sheet = opened(request, kept(request, file_id), reading_options(form))
    with database(request).write() as session:
        to = board_of(request, session, board)
        plan = read_plan(form, file_id, sheet, to, language(request))
        job = start_import(session, actor(request), to, plan, settings(request).data, sheet)
    return go(request, f"/jobs/{job.id}")


def chooser(request: Page, board_id: int | None) -> Response[str]:
    with database(request).read() as session:
        board = board_of(request, session, board_id)
        return render(request, "imports/choose.html", board=board, limit=MAX_BYTES // 1024 // 1024)


def query(board_id: int | None) -> str:
    return "" if board_id is None else f"?board={board_id}"


def board_of(request: Page, session: Session, board_id: int | None) -> CompiledBoard | None:
    """The board that takes the items, None for a new one. Raises Forbidden when the visitor may not import there."""
    require(actor(request), Permission.BOARD_CREATE if board_id is None else Permission.ITEM_CREATE)
    return None if board_id is None else load_board(session, actor(request), board_id)


def kept(request: Page, file_id: str) -> StoredFile:
    return kept_file(settings(request).data, actor(request), file_id)


def opened(request: Page, file: StoredFile, options: Options) -> Sheet:
    return open_sheet(file.path(settings(request).data), file.name, options)


def earlier_plan(request: Page, session: Session, job_id: int | None) -> Plan | None:
    return None if job_id is None else to_plan(load_job(session, actor(request), job_id).settings["plan"])


def suggested_again(
    request: Page, session: Session, form: Form, sheet: Sheet, file_id: str, board: CompiledBoard | None, currency: str
) -> Plan:
    """New columns, but the choices that do not hang on them stay."""
    plan = suggest(sheet, file_id, context_for(session, actor(request)), board, currency)
    kept = read_plan(form, file_id, sheet, board, language(request))
    return msgspec.structs.replace(
        plan, title=kept.title, group=kept.group, refused=kept.refused, run_rules=kept.run_rules
    )


def chosen_currency(request: Page, form: Form) -> str:
    chosen = form.get("currency")
    return chosen if chosen in currencies() else CURRENCY[language(request)]


def blocks(sent: UploadFile) -> Iterator[bytes]:
    while block := sent.file.read(BLOCK):
        yield block


routes = [choose, choose_for_board, upload, wizard, preview, start]
