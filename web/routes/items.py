"""Items in the table: one cell, new items, windows of rows, the trash, and moving between groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery

from engine.commands.items import change_item, create_item
from engine.commands.moving import move_items
from engine.commands.placing import delete_items, restore_items
from engine.errors import NotFound
from engine.queries.items import BoardItem, item
from engine.queries.levels import cells_of
from engine.queries.windows import window as load_window
from engine.text import Text
from web.board_area import section_query
from web.board_footers import totals
from web.board_rows import fresh_rows, hidden
from web.fields import text, whole, whole_numbers
from web.looking import looking
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.painting import paints
from web.policy import Policy
from web.render import rows
from web.request import Form, Page, QueryNumber, language
from web.routes.item_form import typed_cells
from web.routes.panel import drawn as panel
from web.view_state import PAGE

GONE_ONE = Text("Item deleted.", "Élément supprimé.")
GONE_MANY = Text("{count} items deleted.", "{count} éléments supprimés.")
NO_COLUMN = Text(
    "This column was deleted meanwhile, or is not shared with you any more. Copy what you typed if you still need it.",
    "Cette colonne a été supprimée entre-temps, ou n’est plus partagée avec vous. Copiez votre saisie si vous en avez encore besoin.",
)
MAX_ASKED = 500


@patch("/boards/{board_id:int}/items/{item_id:int}/cells/{key:str}", policy=Policy.MEMBER, sync_to_thread=True)
def change_cell(
    request: Page, board_id: FromPath[int], item_id: FromPath[int], key: FromPath[str], form: Form
) -> Response[str]:
    """`value` as typed, `version` that was seen; several `value`s for a list. Answers with the fresh row, or panel."""
    given = form.getall("value", [""])
    value = given[0] if len(given) == 1 else [*given]
    with writing(request, board_id) as at:
        if key not in at.board.columns:
            raise NotFound(NO_COLUMN)
        changed = change_item(*at.all, item_id, {key: value}, base_version=whole(text(form, "version")))
        return panel(request, at, changed) if "panel" in request.query_params else drawn(request, at, changed)


@post("/boards/{board_id:int}/items", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """`name` and `cell.{key}`s, the `section` they are typed into, `top` for its first place, `after` for that behind an item.

    Answers with the new row.
    """
    with writing(request, board_id) as at:
        state = looking(at, request.query_params)
        section = section_query(at, state, text(form, "section"))
        values = {**cells_of(at.board, section.holds, at.context), **typed_cells(form)}
        made = create_item(*at.all, values, group_id=section.group_id)
        if form.get("top"):
            move_items(*at.all, [made.id], made.group_id, to_top=True)
        elif form.get("after"):
            move_items(*at.all, [made.id], made.group_id, after_id=whole(text(form, "after")))
        return drawn(request, at, item(at.session, at.board, made.id))


@get("/boards/{board_id:int}/items", policy=Policy.MEMBER, sync_to_thread=True)
def window(
    request: Page,
    board_id: FromPath[int],
    section: FromQuery[str],
    start: QueryNumber = 0,
    limit: QueryNumber = PAGE,
) -> Response[str]:
    """The rows of a section from the place `start` on."""
    with reading(request, board_id) as at:
        state = looking(at, request.query_params)
        query = replace(section_query(at, state, section), limit=limit)
        found = load_window(at.session, at.board, query, at.context, start)
        drawn_rows = rows(at.board, state.columns(at.board), found, at.context, paints(at, state, found))
        return render(request, "boards/_window.html", rows=drawn_rows, start=start)


@get("/boards/{board_id:int}/rows", policy=Policy.MEMBER, sync_to_thread=True)
def renewed(
    request: Page, board_id: FromPath[int], ids: FromQuery[str], anchors: FromQuery[str | None] = None
) -> Response[str]:
    """Those of the items that the view still shows, each under its section; with `anchors`, where they stand."""
    with reading(request, board_id) as at:
        state = looking(at, request.query_params)
        asked, fixed = whole_numbers(ids)[:MAX_ASKED], None if anchors is None else whole_numbers(anchors)[:MAX_ASKED]
        sections = fresh_rows(at, state, asked, fixed)
        return render(request, "boards/_rows.html", sections=sections, hidden=hidden(at, state, asked))


@get("/boards/{board_id:int}/footers", policy=Policy.MEMBER, sync_to_thread=True)
def footers(request: Page, board_id: FromPath[int], section: FromQuery[list[str] | None] = None) -> Response[str]:
    """How many items each section holds, and the totals of the sections asked for."""
    with reading(request, board_id) as at:
        return render(
            request,
            "boards/_footers.html",
            board=at.board,
            seq=at.seq,
            totals=totals(at, looking(at, request.query_params), section or ()),
        )


@post("/boards/{board_id:int}/deletions", policy=Policy.MEMBER, sync_to_thread=True)
def remove(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        gone = delete_items(*at.all, whole_numbers(text(form, "ids")))
        undo = at.undo()
    sentence = (GONE_ONE if len(gone) == 1 else GONE_MANY).say(language(request), count=len(gone))
    return Response(None, status_code=204, headers=toast(sentence, undo=undo))


@post("/boards/{board_id:int}/restorations", policy=Policy.MEMBER, sync_to_thread=True)
def bring_back(request: Page, board_id: FromPath[int], ids: FromQuery[str]) -> Response[Any]:
    with writing(request, board_id) as at:
        restore_items(*at.all, whole_numbers(ids))
    return Response(None, status_code=204)


def drawn(request: Page, at: Opened, one: BoardItem) -> Response[str]:
    """The item's row with the columns that the page shows."""
    state = looking(at, request.query_params)
    drawn_rows = rows(at.board, state.columns(at.board), [one], at.context, paints(at, state, [one]))
    return render(request, "boards/_bare_rows.html", rows=drawn_rows)


routes = [change_cell, create, window, renewed, footers, remove, bring_back]
