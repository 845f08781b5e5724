"""Groups of a board: add, rename, colour, move, delete and restore."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, patch, post, put
from litestar.params import FromPath

from engine.choices import COLORS
from engine.commands.groups import change_group, create_group, delete_group, move_group, restore_group
from engine.queries.groups import group, groups
from engine.text import Text
from web.fields import text, whole
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, language
from web.routes.columns import changed

DELETED = Text(
    "Group “{title}” deleted with its {count} items.", "Groupe « {title} » supprimé avec ses {count} éléments."
)
BACK = Text("Group “{title}” is back with its items.", "Le groupe « {title} » est de retour avec ses éléments.")
MOVED = Text("Group “{title}” moved.", "Groupe « {title} » déplacé.")


@post("/boards/{board_id:int}/groups", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        create_group(*at.all, text(form, "title"))
    return changed()


@get("/boards/{board_id:int}/groups/{group_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def menu(request: Page, board_id: FromPath[int], group_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        one = group(at.session, at.board, group_id)
        ids = [other.id for other in groups(at.session, at.board)]
        return render(request, "boards/_group_menu.html", board=at.board, group=one, colors=COLORS, ids=ids)


@patch("/boards/{board_id:int}/groups/{group_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def change(request: Page, board_id: FromPath[int], group_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        change_group(*at.all, group_id, title=form.get("title"), color=form.get("color"))
    return changed()


@put("/boards/{board_id:int}/groups/{group_id:int}/place", policy=Policy.MEMBER, sync_to_thread=True)
def move(request: Page, board_id: FromPath[int], group_id: FromPath[int], form: Form) -> Response[Any]:
    """Behind the group `after`; to the top when that is empty."""
    after = text(form, "after")
    with writing(request, board_id) as at:
        move_group(*at.all, group_id, after_id=whole(after) if after else None)
        title, undo = group(at.session, at.board, group_id).title, at.undo()
    return changed(MOVED.say(language(request), title=title) if undo else "", undo=undo)


@delete("/boards/{board_id:int}/groups/{group_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int], group_id: FromPath[int]) -> Response[Any]:
    with writing(request, board_id) as at:
        title = group(at.session, at.board, group_id).title
        gone = delete_group(*at.all, group_id)
        undo = at.undo()
    return changed(DELETED.say(language(request), title=title, count=len(gone)), undo=undo)


@post("/boards/{board_id:int}/groups/{group_id:int}/restoration", policy=Policy.MEMBER, sync_to_thread=True)
def restore(request: Page, board_id: FromPath[int], group_id: FromPath[int]) -> Response[Any]:
    with writing(request, board_id) as at:
        restore_group(*at.all, group_id)
        title, undo = group(at.session, at.board, group_id).title, at.undo()
    return changed(BACK.say(language(request), title=title), undo=undo)


routes = [create, menu, change, move, remove, restore]
