"""Who is on a board: open pages tell where they are; what they hear comes through the live stream."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, put
from litestar.params import FromPath

from engine.commands.presence import arrive, leave
from web.fields import whole
from web.opening import writing
from web.policy import Policy
from web.request import Form, Page, actor, database


@put("/boards/{board_id:int}/presences/{page:str}", policy=Policy.MEMBER, sync_to_thread=True)
def be_here(request: Page, board_id: FromPath[int], page: FromPath[str], form: Form) -> Response[Any]:
    """`item` and `key` of the cell where the person is; both empty when they are on none."""
    item, key = str(form.get("item", "")), str(form.get("key", ""))
    with writing(request, board_id) as at:
        arrive(*at.all, page, item_id=whole(item) if item else None, column_key=key or None)
    return Response(None, status_code=204)


@delete("/presences/{page:str}", policy=Policy.MEMBER, sync_to_thread=True)
def be_gone(request: Page, page: FromPath[str]) -> None:
    with database(request).write() as session:
        leave(session, actor(request), page)


routes = [be_here, be_gone]
