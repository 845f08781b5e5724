"""A board's trash: deleted items, groups and columns, each with its way back."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from engine.commands.placing import restore_items
from engine.queries.boards import deleted_columns
from engine.queries.items import items_by_id
from engine.queries.trash import KEPT_DAYS, days_left, trashed_groups, trashed_items
from engine.text import Text
from web.fields import text, whole
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, QueryNumber, language, wants_fragment
from web.routes.columns import changed

PAGE = 50
RESTORED = Text("“{name}” is back in its group.", "« {name} » est de retour dans son groupe.")
NOTHING = Text("This item is no longer in the trash.", "Cet élément n’est plus dans la corbeille.")


@get("/b/{board_id:int}/trash", policy=Policy.MEMBER, sync_to_thread=True)
def trash(request: Page, board_id: FromPath[int], q: FromQuery[str] = "", start: QueryNumber = 0) -> Response[str]:
    """`q` searches the items; `start` is how many of them are left out."""
    with reading(request, board_id) as at:
        found = trashed_items(at.session, at.board, q.strip(), limit=PAGE + 1, offset=max(0, start))
        shown: dict[str, Any] = {
            "board": at.board,
            "items": found[:PAGE],
            "groups": trashed_groups(at.session, at.board),
            "columns": deleted_columns(at.session, at.actor, board_id),
            "people": at.context.people,
            "search": q,
            "start": start,
            "next": start + PAGE if len(found) > PAGE else None,
            "days": KEPT_DAYS,
            "days_left": days_left,
        }
        return render(request, "trash/_lists.html" if wants_fragment(request) else "trash/trash.html", **shown)


@post("/boards/{board_id:int}/trash/restorations", policy=Policy.MEMBER, sync_to_thread=True)
def restore(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """The item `id` comes back."""
    item_id = whole(text(form, "id"))
    with writing(request, board_id) as at:
        restore_items(*at.all, [item_id])
        back = items_by_id(at.session, at.board, [item_id])
        undo = at.undo()
    sentence = RESTORED.say(language(request), name=back[0].name) if back else NOTHING.say(language(request))
    return changed(sentence, undo=undo)


routes = [trash, restore]
