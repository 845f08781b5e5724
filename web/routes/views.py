"""Saved views in the page: their menu, saving, sharing, locking, placing, copying and deleting them."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response, delete, get, patch, post, put
from litestar.params import FromPath

from engine.commands.views import (
    ViewChange,
    change_view,
    copy_view,
    create_view,
    delete_view,
    move_view,
    restore_view,
)
from engine.permissions import Permission
from engine.queries.views import view as load_view
from engine.queries.views import views
from engine.text import Text
from web.fields import text, whole
from web.looking import looking
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, language

DELETED = Text("The view is deleted.", "La vue est supprimée.")
SWITCHES = ("personal", "locked", "default")


@get("/boards/{board_id:int}/views/new", policy=Policy.MEMBER, sync_to_thread=True)
def draft(request: Page, board_id: FromPath[int]) -> Response[str]:
    """The form that saves what is shown as a view of its own."""
    with reading(request, board_id) as at:
        may_share = at.board.may(Permission.BOARD_EDIT)
        return render(request, "boards/_new_view.html", board=at.board, may_share=may_share)


@post("/boards/{board_id:int}/views", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    with writing(request, board_id) as at:
        settings = looking(at, request.query_params).settings
        personal, about = form.get("shared") != "on", str(form.get("description", ""))
        made = create_view(*at.all, "table", text(form, "title"), settings, personal=personal, description=about)
    return show(board_id, made.id)


@get("/boards/{board_id:int}/views/{view_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def menu(request: Page, board_id: FromPath[int], view_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        found = views(at.session, at.actor, at.board)
        view = load_view(at.session, at.actor, at.board, view_id)
        ids = [one.id for one in found]
        may = bool(view.owner_id) or at.board.may(Permission.BOARD_EDIT)
        return render(request, "boards/_view_menu.html", board=at.board, view=view, ids=ids, may_change=may)


@patch("/boards/{board_id:int}/views/{view_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def change(request: Page, board_id: FromPath[int], view_id: FromPath[int], form: Form) -> Response[str]:
    """`title`, `description`, or one of the switches `personal`, `locked`, `default` as "true" or ""."""
    asked: ViewChange = {}
    for name in ("title", "description"):
        if name in form:
            asked[name] = text(form, name)
    for name in SWITCHES:
        if name in form:
            asked[name] = text(form, name) == "true"  # type: ignore[literal-required]
    with writing(request, board_id) as at:
        change_view(*at.all, view_id, **asked)
    return again()


@put("/boards/{board_id:int}/views/{view_id:int}/settings", policy=Policy.MEMBER, sync_to_thread=True)
def save(request: Page, board_id: FromPath[int], view_id: FromPath[int]) -> Response[str]:
    """Keeps what the address says in the view."""
    with writing(request, board_id) as at:
        change_view(*at.all, view_id, settings=looking(at, request.query_params).settings)
    return show(board_id, view_id)


@put("/boards/{board_id:int}/views/{view_id:int}/place", policy=Policy.MEMBER, sync_to_thread=True)
def move(request: Page, board_id: FromPath[int], view_id: FromPath[int], form: Form) -> Response[str]:
    after = text(form, "after")
    with writing(request, board_id) as at:
        move_view(*at.all, view_id, after_id=whole(after) if after else None)
    return again()


@post("/boards/{board_id:int}/views/{view_id:int}/copies", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def copy(request: Page, board_id: FromPath[int], view_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        made = copy_view(*at.all, view_id)
    return show(board_id, made.id)


@delete("/boards/{board_id:int}/views/{view_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int], view_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        delete_view(*at.all, view_id)
    undo = f"/boards/{board_id}/views/{view_id}/restoration"
    return show(board_id, None, toast={"message": DELETED.say(language(request)), "undo": undo})


@post(
    "/boards/{board_id:int}/views/{view_id:int}/restoration", policy=Policy.MEMBER, sync_to_thread=True, status_code=200
)
def restore(request: Page, board_id: FromPath[int], view_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        restore_view(*at.all, view_id)
    return show(board_id, view_id)


def show(board_id: int, view_id: int | None, **messages: Any) -> Response[str]:
    """The page goes on to a view; None is the one that the board opens with."""
    path = f"/b/{board_id}" + (f"?view={view_id}" if view_id else "")
    return told({"board:look": {"path": path}, **messages})


def again() -> Response[str]:
    """The page shows what it shows once more, with the tabs as they are now."""
    return told({"board:look": {}})


def told(messages: dict[str, Any]) -> Response[str]:
    return Response("", headers={"HX-Trigger": json.dumps(messages)}, media_type="text/html")


routes = [draft, create, menu, change, save, move, copy, remove, restore]
