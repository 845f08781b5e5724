"""One edit of many items: its form, the edit itself, and how far it has come where it is a job."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery

from engine.commands.edit import Edit
from engine.commands.edits import Chosen, edit_items
from engine.commands.jobs import cancel_job
from engine.errors import Invalid, NotFound
from engine.models import Job
from engine.queries.jobs import job as load_job
from engine.queries.windows import window_ids
from engine.text import Text
from web.board_area import section_query
from web.fields import text, whole, whole_numbers
from web.looking import looking
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, QueryNumber, language

CHANGED = Text("{count} items changed. Ctrl Z undoes it.", "{count} éléments modifiés. Ctrl Z pour annuler.")
DELETED = Text("{count} items deleted. Ctrl Z undoes it.", "{count} éléments supprimés. Ctrl Z pour annuler.")
STOPPED = Text(
    "Stopped after {count} of {total} items. Ctrl Z undoes these.",
    "Arrêté après {count} éléments sur {total}. Ctrl Z pour annuler.",
)
STOPPED_UNDOING = Text(
    "Stopped after {count} of {total} items. Ctrl Z goes on with it.",
    "Arrêté après {count} éléments sur {total}. Ctrl Z pour continuer.",
)
UNDONE = Text("Undone: {name}.", "Annulé : {name}.")
REDONE = Text("Redone: {name}.", "Rétabli : {name}.")
WAYS = {"undo": UNDONE, "redo": REDONE}
LEFT = Text(
    "{name} What was changed since was left as it is: {count} times.",
    "{name} Ce qui a été modifié depuis reste tel quel : {count} fois.",
)
NOT_SO = Text("Say what to do with the items.", "Indiquez que faire des éléments.")


@get("/boards/{board_id:int}/edits/new", policy=Policy.MEMBER, sync_to_thread=True)
def form(request: Page, board_id: FromPath[int], key: FromQuery[str] = "") -> Response[str]:
    """The panel in which a column and its value are chosen; `key` is the column."""
    with reading(request, board_id) as at:
        columns = [column for column in at.board.columns.values() if not column.type.read_only and column.key != "name"]
        chosen = next((column for column in columns if column.key == key), columns[0] if columns else None)
        shown: dict[str, Any] = {"board": at.board, "columns": columns, "chosen": chosen, "context": at.context}
        return render(request, "boards/_edit_form.html", **shown)


@post("/boards/{board_id:int}/edits", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """`ids`, or all items of the view but `except`; `do` set (`key` and `value`s), group (`to`) or delete."""
    with writing(request, board_id) as at:
        made = edit_items(*at.all, chosen(request, at, form), edit_of(form))
        if isinstance(made, int):
            sentence = said(request, made, deleted=text(form, "do") == "delete")
            return Response(None, status_code=204, headers=toast(sentence, undo=at.undo()))
        return drawn(request, at, made)


@get("/boards/{board_id:int}/edits/{job_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def progress(request: Page, board_id: FromPath[int], job_id: FromPath[int]) -> Response[str]:
    """The bar that asks again until the job has ended; then the message that says how."""
    with reading(request, board_id) as at:
        return drawn(request, at, edit_of_board(at, load_job(at.session, at.actor, job_id)))


@delete("/boards/{board_id:int}/edits/{job_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def cancel(request: Page, board_id: FromPath[int], job_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        return drawn(request, at, edit_of_board(at, cancel_job(at.session, at.actor, job_id)))


@get("/boards/{board_id:int}/ids", policy=Policy.MEMBER, sync_to_thread=True)
def ids(
    request: Page,
    board_id: FromPath[int],
    section: FromQuery[str],
    start: QueryNumber = 0,
    limit: QueryNumber = 0,
) -> Response[str]:
    """The ids of a section's items from a place on, with commas between them; all of them without a limit."""
    with reading(request, board_id) as at:
        query = section_query(at, looking(at, request.query_params), section)
        found = window_ids(at.session, at.board, query, at.context, start, limit if limit > 0 else None)
    return Response(",".join(map(str, found)), media_type="text/plain")


def chosen(request: Page, at: Opened, form: Form) -> Chosen:
    if form.get("all"):
        query = looking(at, request.query_params).items()
        return Chosen(query=query, left_out=whole_numbers(text(form, "except")))
    return Chosen(ids=whole_numbers(text(form, "ids")))


def edit_of(form: Form) -> Edit:
    match form.get("do"):
        case "set":
            given = form.getall("value", [""])
            return Edit(values={text(form, "key"): given[0] if len(given) == 1 else [*given]})
        case "group":
            return Edit(group=whole(text(form, "to")))
        case "delete":
            return Edit(delete=True)
    raise Invalid(NOT_SO, field="do")


def edit_of_board(at: Opened, job: Job) -> Job:
    """Raises NotFound for a job of another board, or one that edits no items: it has its own page."""
    if job.board_id != at.board.id or not job.settings.keys() & {"edit", "way"}:
        raise NotFound
    return job


def drawn(request: Page, at: Opened, job: Job) -> Response[str]:
    """The step is the one that the job has made, whatever its person did meanwhile; an undo is not undone but redone."""
    step = None if "way" in job.settings else job.result.get("step")
    undo = f"/boards/{at.board.id}/undoings?step={step}" if step else None
    headers = None if job.state in ("waiting", "running", "cancelling") else toast(ended(request, job), undo=undo)
    return render(request, "boards/_edit.html", headers=headers, board=at.board, job=job)


def ended(request: Page, job: Job) -> str:
    if job.error:
        return str(job.error[language(request)])
    if job.state == "cancelled":
        stopped = STOPPED_UNDOING if job.settings.get("way") == "undo" else STOPPED
        return stopped.say(language(request), count=grouped(request, job.done), total=grouped(request, job.total))
    if "way" in job.settings:
        return taken_back(request, job)
    return said(request, job.total, deleted=bool(job.settings["edit"].get("delete")))


def taken_back(request: Page, job: Job) -> str:
    spoken = language(request)
    sentence = WAYS[job.settings["way"]].say(spoken, name=job.settings["name"][spoken])
    left = job.result["left"]
    return LEFT.say(spoken, name=sentence, count=grouped(request, left)) if left else sentence


def said(request: Page, count: int, *, deleted: bool) -> str:
    return (DELETED if deleted else CHANGED).say(language(request), count=grouped(request, count))


def grouped(request: Page, count: int) -> str:
    """`100,000` or `100 000`."""
    return format_decimal(count, locale=language(request))


routes = [form, create, progress, cancel, ids]
