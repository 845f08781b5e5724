"""To look at a board as a role or a person does, and to leave that look."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, post
from litestar.params import FromPath

from engine.permissions import Permission, require
from engine.queries.boards import board as load_board
from web.policy import Policy
from web.request import Form, Page, actor, database, go
from web.seat import chosen, seat_cookie


@post("/boards/{board_id:int}/seat", policy=Policy.MEMBER, sync_to_thread=True)
def take(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """`place`: a role on the board, `guest`, or a user's id."""
    me, place = actor(request), str(form.get("place", ""))
    with database(request).read() as session:
        require(me, Permission.BOARD_SHARE, load_board(session, me, board_id))
        chosen(session, me, board_id, place)
    answer = go(request, f"/b/{board_id}")
    answer.set_cookie(seat_cookie(board_id, place))
    return answer


@delete("/boards/{board_id:int}/seat", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def leave(request: Page, board_id: FromPath[int]) -> Response[Any]:
    answer = go(request, f"/b/{board_id}")
    answer.set_cookie(seat_cookie(board_id, ""))
    return answer


routes = [take, leave]
