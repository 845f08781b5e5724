"""A board: its page, or the part of it that shows the items; renaming, deleting and restoring it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath

from engine.commands.boards import delete_board, rename_board, restore_board
from engine.commands.edits import KIND as EDIT
from engine.commands.undoings import KIND as UNDOING
from engine.errors import NotFound
from engine.queries.jobs import going_jobs
from engine.queries.samples import sample_ids
from engine.schema.compiled import CompiledBoard
from engine.text import Language, Text
from web.board_area import Area, area
from web.looking import looking
from web.looks import color_rules, level_title
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, actor, database, go, language, number, wants_fragment
from web.view_state import ViewState
from web.wording import in_words

DELETED = Text("The board is deleted.", "Le tableau est supprimé.")


@get("/b/{board_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def board_page(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        template = "boards/_board_again.html" if wants_fragment(request) else "boards/board.html"
        return render(request, template, **shown(at, seen(at, request.query_params)))


def seen(at: Opened, query: Mapping[str, str]) -> Area:
    """A link to a view that is gone, or somebody's own, opens with a sentence."""
    try:
        state = looking(at, query)
    except NotFound as error:
        return Area(ViewState(), at.seq, list(at.board.columns.values()), problem=error.say(at.context.language))
    return area(at, state, around=looked_at(query))


@patch("/boards/{board_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def rename(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        title, labels = relabelled(at.board, form["title"], language(request))
        rename_board(*at.all, title, labels)
    return Response(None, status_code=204)


@delete("/boards/{board_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        delete_board(*at.all)
    return render(request, "boards/_deleted.html", headers=told(request, DELETED, board_id), board_id=board_id)


@post("/boards/{board_id:int}/restoration", policy=Policy.MEMBER, sync_to_thread=True)
def restore(request: Page, board_id: FromPath[int]) -> Response[Any]:
    with database(request).write() as session:
        restore_board(session, actor(request), board_id)
    return go(request, f"/b/{board_id}")


def looked_at(query: Mapping[str, str]) -> tuple[str, int] | None:
    """`?at=4950:g12`: the place, and the section in which the reader looks at it."""
    text, _, section = query.get("at", "").partition(":")
    place = number(text)
    return (section, place) if place is not None and section else None


def shown(at: Opened, drawn: Area) -> dict[str, Any]:
    """What the templates of the board page ask for."""
    chips = [in_words(tree, at.board, at.context) for tree in drawn.state.conditions]
    samples = len(sample_ids(at.session, at.board))
    return {
        "board": at.board,
        "area": drawn,
        "context": at.context,
        "chips": chips,
        "samples": samples,
        "legend": color_rules(at.board, drawn.state, at.context),
        "edit_job": next(iter(going_jobs(at.session, at.actor, at.board.id, (EDIT, UNDOING))), None),
        "grouped_by": ", ".join(level_title(at.board, level, at.context.language) for level in drawn.state.group),
    }


def relabelled(board: CompiledBoard, title: str, spoken: Language) -> tuple[str, dict[str, str]]:
    """A title typed in one language replaces that language's label only, where there is one for each."""
    labels = dict(board.document.get("x-labels", {}))
    if len(labels) < 2:
        return title, {}
    labels[spoken] = title
    return labels["en"], labels


def told(request: Page, sentence: Text, board_id: int) -> dict[str, str]:
    return toast(sentence.say(language(request)), undo=f"/boards/{board_id}/restoration")


routes = [board_page, rename, remove, restore]
