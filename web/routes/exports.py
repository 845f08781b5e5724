"""What leaves a board: a dialog that asks in which format, and the file."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from litestar import Response, get
from litestar.params import FromPath

from engine.export import file_name, leaving, written
from engine.exports import export_formats, format_named
from web.downloads import streamed
from web.looking import looking
from web.opening import reading
from web.pages import render
from web.policy import Policy
from web.request import Page
from web.view_state import ViewState


@get("/boards/{board_id:int}/export-form", policy=Policy.MEMBER, sync_to_thread=True)
def form(request: Page, board_id: FromPath[int]) -> Response[str]:
    """What the page shows stands in the address that htmx tells."""
    address = dict(parse_qsl(urlsplit(request.headers.get("hx-current-url", "")).query, keep_blank_values=True))
    with reading(request, board_id) as at:
        shown = list(address.items()) if any(looking(at, address).parts.values()) else []
        formats = list(export_formats.values())
        return render(request, "boards/_export_form.html", board=at.board, query=shown, formats=formats)


@get("/boards/{board_id:int}/export", policy=Policy.MEMBER, sync_to_thread=True)
def export(request: Page, board_id: FromPath[int]) -> Response[Any]:
    """`?format=csv&scope=board` is every item and column; without the scope, what the rest of the address shows."""
    asked = request.query_params
    chosen = format_named(asked.get("format", ""))
    with reading(request, board_id) as at:
        state = ViewState() if asked.get("scope") == "board" else looking(at, asked)
        leaves = leaving(
            at.session,
            at.board,
            state.items(),
            at.context,
            levels=state.group,
            hide=state.hide,
            for_excel=bool(asked.get("excel")),
        )
        return streamed(file_name(leaves, chosen), written(chosen, leaves), chosen.media_type)


routes = [form, export]
