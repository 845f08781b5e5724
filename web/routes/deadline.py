"""The column of days by which a board's items are to be done, chosen in its menu."""

from __future__ import annotations

from typing import Any

from litestar import Response, put
from litestar.params import FromPath

from engine.commands.deadline import choose_deadline
from web.fields import text
from web.opening import writing
from web.policy import Policy
from web.request import Form, Page
from web.routes.columns import changed


@put("/boards/{board_id:int}/deadline", policy=Policy.MEMBER, sync_to_thread=True)
def choose(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        choose_deadline(*at.all, text(form, "key"))
    return changed()


routes = [choose]
