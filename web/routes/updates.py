"""What people say about an item, in its panel: write, edit, delete, take the deletion back, show earlier ones, whom to mention."""

from __future__ import annotations

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath

from engine.commands.updates import delete_update, edit_update, restore_update, write_update
from engine.models import Update
from engine.queries.items import item
from engine.queries.people import viewers
from engine.queries.updates import threads
from engine.text import Text
from web.fields import text, whole
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.render import rich
from web.request import Form, Page, QueryNumber, language
from web.routes.panel import drawn

DELETED = Text("The update is deleted.", "La mise à jour est supprimée.")


@get("/boards/{board_id:int}/items/{item_id:int}/updates", policy=Policy.MEMBER, sync_to_thread=True)
def earlier(request: Page, board_id: FromPath[int], item_id: FromPath[int], before: QueryNumber) -> Response[str]:
    with reading(request, board_id) as at:
        one = item(at.session, at.board, item_id)
        talk = threads(at.session, at.board, item_id, before=before)
        return render(
            request, "boards/_earlier.html", board=at.board, item=one, talk=talk, context=at.context, rich=rich
        )


@post("/boards/{board_id:int}/items/{item_id:int}/updates", policy=Policy.MEMBER, sync_to_thread=True)
def write(request: Page, board_id: FromPath[int], item_id: FromPath[int], form: Form) -> Response[str]:
    """`html`, and the `parent` that it answers. Answers with the fresh panel, as the others do."""
    parent = form.get("parent")
    with writing(request, board_id) as at:
        made = write_update(*at.all, item_id, text(form, "html"), parent_id=whole(str(parent)) if parent else None)
        return panel(request, at, made)


@patch("/boards/{board_id:int}/updates/{update_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def edit(request: Page, board_id: FromPath[int], update_id: FromPath[int], form: Form) -> Response[str]:
    with writing(request, board_id) as at:
        return panel(request, at, edit_update(*at.all, update_id, text(form, "html")))


@delete("/boards/{board_id:int}/updates/{update_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int], update_id: FromPath[int]) -> Response[str]:
    undo = f"/boards/{board_id}/updates/{update_id}/restoration"
    with writing(request, board_id) as at:
        gone = delete_update(*at.all, update_id)
        return panel(request, at, gone, headers=toast(DELETED.say(language(request)), undo=undo))


@post("/boards/{board_id:int}/updates/{update_id:int}/restoration", policy=Policy.MEMBER, sync_to_thread=True)
def restore(request: Page, board_id: FromPath[int], update_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        return panel(request, at, restore_update(*at.all, update_id))


@get("/boards/{board_id:int}/people", policy=Policy.MEMBER, sync_to_thread=True)
def people(request: Page, board_id: FromPath[int]) -> Response[str]:
    """Whom an update on this board can mention."""
    with reading(request, board_id) as at:
        return render(request, "boards/_mentionable.html", people=viewers(at.session, at.actor, board_id))


def panel(request: Page, at: Opened, about: Update, headers: dict[str, str] | None = None) -> Response[str]:
    return drawn(request, at, item(at.session, at.board, about.item_id), headers=headers)


routes = [earlier, write, edit, remove, restore, people]
