"""A new, blank board: the dialog with the three ways to start, and its creation."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from engine.commands.boards import create_board
from engine.permissions import Permission, require
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, actor, database, go


@get("/boards/new", policy=Policy.MEMBER, sync_to_thread=True)
def new_board(request: Page) -> Response[str]:
    """The dialog with the three ways to start."""
    require(actor(request), Permission.BOARD_CREATE)
    return render(request, "_new_board.html")


@post("/boards", policy=Policy.MEMBER, sync_to_thread=True)
def add_board(request: Page, form: Form) -> Response[Any]:
    with database(request).write() as session:
        board = create_board(session, actor(request), str(form.get("title", "")))
    return go(request, f"/b/{board.id}")


routes = [new_board, add_board]
