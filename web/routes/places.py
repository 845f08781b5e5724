"""Where the reader likes to be and has been: favourite boards and visits."""

from __future__ import annotations

from litestar import Response, delete, post, put
from litestar.params import FromPath

from engine.commands.favourites import add_favourite, order_favourites, remove_favourite
from engine.commands.visits import record_visit
from engine.queries.items import item
from web.fields import text, whole, whole_numbers
from web.opening import writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, actor, database


@put("/boards/{board_id:int}/favourite", policy=Policy.MEMBER, sync_to_thread=True)
def add(request: Page, board_id: FromPath[int]) -> Response[str]:
    """Answers with the star and the sidebar's list."""
    with writing(request, board_id) as at:
        add_favourite(*at.all)
    return render(request, "_favourite.html", board_id=board_id)


@delete("/boards/{board_id:int}/favourite", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        remove_favourite(*at.all)
    return render(request, "_favourite.html", board_id=board_id)


@put("/favourites", policy=Policy.MEMBER, sync_to_thread=True)
def order(request: Page, form: Form) -> Response[None]:
    """`ids`: the boards in their new order."""
    with database(request).write() as session:
        order_favourites(session, actor(request), whole_numbers(text(form, "ids")))
    return Response(None, status_code=204)


@post("/boards/{board_id:int}/visits", policy=Policy.MEMBER, sync_to_thread=True)
def visit(request: Page, board_id: FromPath[int], form: Form) -> Response[None]:
    """Of the board, or of its `item`."""
    item_id = whole(str(form.get("item") or 0))
    with writing(request, board_id) as at:
        if item_id:
            item(at.session, at.board, item_id)
        record_visit(*at.all, item_id)
    return Response(None, status_code=204)


routes = [add, remove, order, visit]
