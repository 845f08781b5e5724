"""How the table is laid out: widths, wrapped text, and the columns that stay in sight."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, patch, put
from litestar.params import FromPath

from engine.commands.layout import freeze_columns, lay_out_column
from engine.schema.document import NARROWEST, WIDEST
from web.fields import text, whole
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page
from web.routes.columns import changed


@get("/boards/{board_id:int}/columns/{key:str}/layout", policy=Policy.MEMBER, sync_to_thread=True)
def width(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    """The dialog that asks for a width."""
    with reading(request, board_id) as at:
        limits: dict[str, Any] = {"low": NARROWEST, "high": WIDEST}
        return render(request, "boards/_column_width.html", board=at.board, column=at.board.column(key), **limits)


@patch("/boards/{board_id:int}/columns/{key:str}/layout", policy=Policy.MEMBER, sync_to_thread=True)
def lay_out(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[Any]:
    """`width` in pixels (empty: the type's own), `wrap` 1 or 0; what is not sent stays."""
    with writing(request, board_id) as at:
        wide = whole(text(form, "width") or "0") if "width" in form else None
        wrap = text(form, "wrap") == "1" if "wrap" in form else None
        lay_out_column(*at.all, key, width=wide, wrap=wrap)
    return changed()


@put("/boards/{board_id:int}/frozen", policy=Policy.MEMBER, sync_to_thread=True)
def freeze(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """The columns up to `key` stay in sight."""
    with writing(request, board_id) as at:
        freeze_columns(*at.all, text(form, "key"))
    return changed()


routes = [width, lay_out, freeze]
