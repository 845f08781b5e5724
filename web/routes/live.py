"""The event stream of open pages. The only asynchronous handler; it never holds a database session."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from anyio import to_thread
from litestar import Litestar, get
from litestar.params import FromQuery
from litestar.response import Stream

from engine.errors import EngineError
from engine.queries.boards import board_record
from web.auth import find_visitor
from web.live import Hub, Listener, Told
from web.policy import Policy
from web.request import Page, actor, database

HEARTBEAT = 15
"""Seconds: proxies keep the stream open, and whoever has lost their rights is found out."""


@get("/live", policy=Policy.MEMBER, uncompressed=True)
async def live(request: Page, board: FromQuery[int | None] = None, after: FromQuery[int] = 0) -> Stream:
    """`event: board` with `{"seq", "items", "structure", "bulk"}`, `event: notification`.

    `after` is the last event that the page shows; a browser that reconnects says it itself in `Last-Event-ID`.
    """
    if board is not None:
        await to_thread.run_sync(check_board, request, board)
    place, _, known = request.headers.get("last-event-id", "").partition("-")
    seq = int(known) if place == str(board) and known.isdigit() else after
    listener = Listener(actor(request).user_id, board, seq, asyncio.get_running_loop())
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return Stream(messages(request, listener), media_type="text/event-stream", headers=headers)


async def messages(request: Page, listener: Listener) -> AsyncIterator[str]:
    """What the hub tells, a comment when it is silent; ends with the login, the right to see the board, or the server."""
    hub = hub_of(request.app)
    hub.join(listener)
    stopping = asyncio.ensure_future(request.app.state.stopping.wait())
    told = asyncio.ensure_future(listener.queue.get())
    try:
        yield "retry: 2000\n\n"
        while not stopping.done():
            await asyncio.wait({told, stopping}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                yield written(listener, told.result())
                told = asyncio.ensure_future(listener.queue.get())
            elif await to_thread.run_sync(still_allowed, request, listener):
                yield ": still here\n\n"
            else:
                return
    finally:
        stopping.cancel()
        told.cancel()
        hub.leave(listener)


def hub_of(app: Litestar) -> Hub:
    """One per process, made for the first page that listens."""
    if "live" not in app.state:
        app.state.live = Hub(app.state.database)
    found: Hub = app.state.live
    return found


def written(listener: Listener, told: Told) -> str:
    if told.signal is None:
        return "event: notification\ndata: {}\n\n"
    return f"event: board\nid: {listener.board_id}-{told.signal.seq}\ndata: {json.dumps(asdict(told.signal))}\n\n"


def check_board(request: Page, board_id: int) -> None:
    """Raises NotFound unless the visitor may see the board."""
    with database(request).read() as session:
        board_record(session, actor(request), board_id)


def still_allowed(request: Page, listener: Listener) -> bool:
    try:
        if find_visitor(request) is None:
            return False
        if listener.board_id is not None:
            check_board(request, listener.board_id)
    except EngineError:
        return False
    return True


routes = [live]
