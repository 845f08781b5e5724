"""Items in the table: one cell, new items, the next rows, the trash, and moving between groups."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery

from engine.commands.items import change_item, create_item
from engine.commands.moving import move_items
from engine.commands.placing import delete_items, restore_items
from engine.queries.items import BoardItem, item, page
from engine.queries.levels import cells_of
from engine.queries.sections import matching
from engine.text import Text
from web.board_area import area, key_of, section_query
from web.fields import text, whole, whole_numbers
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.render import rows
from web.request import Form, Page, language
from web.routes.item_form import typed_cells
from web.routes.panel import drawn as panel
from web.view_state import ViewState

GONE_ONE = Text("Item deleted.", "Élément supprimé.")
GONE_MANY = Text("{count} items deleted.", "{count} éléments supprimés.")
MAX_ASKED = 500


@patch("/boards/{board_id:int}/items/{item_id:int}/cells/{key:str}", policy=Policy.MEMBER, sync_to_thread=True)
def change_cell(
    request: Page, board_id: FromPath[int], item_id: FromPath[int], key: FromPath[str], form: Form
) -> Response[str]:
    """`value` as typed, `version` that was seen; several `value`s for a list. Answers with the fresh row, or panel."""
    given = form.getall("value", [""])
    value = given[0] if len(given) == 1 else [*given]
    with writing(request, board_id) as at:
        changed = change_item(*at.all, item_id, {key: value}, base_version=whole(text(form, "version")))
        return panel(request, at, changed) if "panel" in request.query_params else drawn(request, at, changed)


@post("/boards/{board_id:int}/items", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """`name` and `cell.{key}`s, the `section` they are typed into, `top` for its first place, `after` for that behind an item.

    Answers with the new row.
    """
    state = ViewState.read(request.query_params)
    with writing(request, board_id) as at:
        section = section_query(at, state, text(form, "section"))
        values = {**cells_of(at.board, section.holds, at.context), **typed_cells(form)}
        made = create_item(*at.all, values, group_id=section.group_id)
        if form.get("top"):
            move_items(*at.all, [made.id], made.group_id, to_top=True)
        elif form.get("after"):
            move_items(*at.all, [made.id], made.group_id, after_id=whole(text(form, "after")))
        return drawn(request, at, item(at.session, at.board, made.id))


@get("/boards/{board_id:int}/items", policy=Policy.MEMBER, sync_to_thread=True)
def more(
    request: Page,
    board_id: FromPath[int],
    section: FromQuery[str],
    cursor: FromQuery[str] = "",
    left: FromQuery[int] = 0,
) -> Response[str]:
    """The next rows of a section and, when there are still more, their placeholder."""
    state = ViewState.read(request.query_params)
    with reading(request, board_id) as at:
        query = section_query(at, state, section, cursor=cursor or None)
        found = page(at.session, at.board, query, at.context)
        columns = state.columns(at.board)
        drawn_rows = rows(at.board, columns, found.items, at.context)
        left -= len(found.items)
        return render(
            request, "boards/_more.html", rows=drawn_rows, cursor=found.cursor, left=left, width=len(columns) + 2
        )


@get("/boards/{board_id:int}/rows", policy=Policy.MEMBER, sync_to_thread=True)
def fresh_rows(request: Page, board_id: FromPath[int], ids: FromQuery[str]) -> Response[str]:
    """Those of the items that the view still shows, each under its section."""
    state = ViewState.read(request.query_params)
    with reading(request, board_id) as at:
        found = matching(at.session, at.board, state.items(), at.context, whole_numbers(ids)[:MAX_ASKED])
        columns = state.columns(at.board)
        by_section: dict[str, list[BoardItem]] = {}
        for one in found:
            by_section.setdefault(key_of(at, state, one), []).append(one)
        sections = {key: rows(at.board, columns, items, at.context) for key, items in by_section.items()}
        return render(request, "boards/_rows.html", sections=sections)


@get("/boards/{board_id:int}/footers", policy=Policy.MEMBER, sync_to_thread=True)
def footers(request: Page, board_id: FromPath[int]) -> Response[str]:
    """The totals and counts of all sections."""
    state = ViewState.read(request.query_params)
    with reading(request, board_id) as at:
        return render(request, "boards/_footers.html", area=area(at, state, with_rows=False))


@post("/boards/{board_id:int}/deletions", policy=Policy.MEMBER, sync_to_thread=True)
def remove(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        gone = delete_items(*at.all, whole_numbers(text(form, "ids")))
    sentence = (GONE_ONE if len(gone) == 1 else GONE_MANY).say(language(request), count=len(gone))
    undo = f"/boards/{board_id}/restorations?ids={','.join(map(str, gone))}"
    return Response(None, status_code=204, headers=toast(sentence, undo=undo))


@post("/boards/{board_id:int}/restorations", policy=Policy.MEMBER, sync_to_thread=True)
def bring_back(request: Page, board_id: FromPath[int], ids: FromQuery[str]) -> Response[Any]:
    with writing(request, board_id) as at:
        restore_items(*at.all, whole_numbers(ids))
    return Response(None, status_code=204)


def drawn(request: Page, at: Opened, one: BoardItem) -> Response[str]:
    """The item's row with the columns that the page shows."""
    columns = ViewState.read(request.query_params).columns(at.board)
    return render(request, "boards/_bare_rows.html", rows=rows(at.board, columns, [one], at.context))


routes = [change_cell, create, more, fresh_rows, footers, remove, bring_back]
