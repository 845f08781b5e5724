"""The event stream of open pages. The only asynchronous handler; it never holds a database session."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from litestar import Litestar, get
from litestar.concurrency import sync_to_thread
from litestar.response import Stream

from engine.errors import EngineError
from engine.queries.boards import board as load_board
from engine.queries.presence import Here
from web.auth import find_visitor
from web.live import Hub, Listener, Told
from web.pages import color
from web.policy import Policy
from web.request import OptionalQueryNumber, Page, QueryNumber, actor, database, number

HEARTBEAT = 15
"""Seconds: proxies keep the stream open, and whoever has lost their rights is found out."""


@get("/live", policy=Policy.MEMBER, uncompressed=True)
async def live(request: Page, board: OptionalQueryNumber = None, after: QueryNumber = 0) -> Stream:
    """`event: board` with `{"seq", "items", "structure", "bulk"}`, `event: presence` with who is here, `event: notification`.

    `after` is the last event that the page shows; a browser that reconnects says it itself in `Last-Event-ID`.
    """
    columns = frozenset[str]() if board is None else await sync_to_thread(visible_columns, request, board)
    place, _, known = request.headers.get("last-event-id", "").partition("-")
    seen = number(known) if place == str(board) else None
    listener = Listener(
        actor(request).user_id, board, after if seen is None else seen, asyncio.get_running_loop(), columns
    )
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
            message = told.result() if told.done() else None
            if changes_rights(message) and not await sync_to_thread(is_logged_in, request):
                return
            if changes_rights(message) and not await sync_to_thread(still_sees, request, listener):
                message = Told(gone=True)
            if message is not None and message.gone:
                yield "event: gone\ndata: {}\n\n"
                return
            yield ": still here\n\n" if message is None else written(listener, message)
            if message is not None:
                told = asyncio.ensure_future(listener.queue.get())
    finally:
        stopping.cancel()
        told.cancel()
        hub.leave(listener)


def hub_of(app: Litestar) -> Hub:
    """One per process, made for the first page that listens."""
    if "live" not in app.state:
        app.state.live = Hub(app.state.database, app.state.settings.redis_url)
    found: Hub = app.state.live
    return found


def changes_rights(message: Told | None) -> bool:
    """Silence is a time to look, too."""
    return message is None or (message.signal is not None and message.signal.structure)


def written(listener: Listener, told: Told) -> str:
    if told.here is not None:
        return f"event: presence\ndata: {json.dumps([shown(one, listener.columns) for one in told.here])}\n\n"
    if told.signal is None:
        return "event: notification\ndata: {}\n\n"
    return f"event: board\nid: {listener.board_id}-{told.signal.seq}\ndata: {json.dumps(asdict(told.signal))}\n\n"


def shown(here: Here, columns: frozenset[str]) -> dict[str, Any]:
    """A person and where they are, as far as the listener sees it."""
    person = here.person
    return {
        "page": here.page,
        "id": person.id,
        "name": person.name or person.email,
        "initials": person.initials,
        "color": color(person.id),
        "item": here.item_id,
        "key": here.column_key if here.column_key in columns else None,
    }


def visible_columns(request: Page, board_id: int) -> frozenset[str]:
    """Raises NotFound unless the visitor may see the board."""
    with database(request).read() as session:
        return frozenset(load_board(session, actor(request), board_id).columns)


def is_logged_in(request: Page) -> bool:
    return find_visitor(request) is not None


def still_sees(request: Page, listener: Listener) -> bool:
    """Looks at the columns, too."""
    try:
        if listener.board_id is not None:
            listener.columns = visible_columns(request, listener.board_id)
    except EngineError:
        return False
    return True


routes = [live]
