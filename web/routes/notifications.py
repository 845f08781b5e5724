"""What automations and people told the reader: a page, a panel under the bell, and marking as read."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from engine.commands.notifications import mark_read
from engine.errors import NotFound
from engine.queries.notifications import NotificationLine, notifications
from web.pages import render
from web.policy import Policy
from web.request import Page, actor, database

IN_PANEL, ON_PAGE = 8, 200


@get("/notifications", policy=Policy.MEMBER, sync_to_thread=True)
def notifications_page(request: Page) -> Response[str]:
    return render(request, "notifications.html", lines=newest(request, ON_PAGE))


@get("/notifications/panel", policy=Policy.MEMBER, sync_to_thread=True)
def panel(request: Page) -> Response[str]:
    return render(request, "_notifications_panel.html", lines=newest(request, IN_PANEL))


@get("/notifications/unread", policy=Policy.MEMBER, sync_to_thread=True)
def unread(request: Page) -> Response[str]:
    """The number beside the bell, asked again when the event stream says that something came."""
    return render(request, "_unread.html")


@post("/notifications/reading", policy=Policy.MEMBER, sync_to_thread=True)
def read_all(request: Page) -> Redirect:
    with database(request).write() as session:
        mark_read(session, actor(request))
    return Redirect("/notifications", status_code=303)


@post("/notifications/{line_id:int}/reading", policy=Policy.MEMBER, sync_to_thread=True)
def read_one(request: Page, line_id: FromPath[int]) -> Response[Any]:
    """Mark a line and go where it leads."""
    with database(request).write() as session:
        mark_read(session, actor(request), [line_id])
    line = next((line for line in newest(request, ON_PAGE) if line.id == line_id), None)
    if line is None:
        raise NotFound
    return Redirect(place_of(line), status_code=303)


def newest(request: Page, limit: int) -> list[NotificationLine]:
    with database(request).read() as session:
        return notifications(session, actor(request), limit)


def place_of(line: NotificationLine) -> str:
    """The item it is about, else the board, else the page of notifications."""
    if line.board_id is None:
        return "/notifications"
    return f"/b/{line.board_id}" + (f"/i/{line.item_id}" if line.item_id else "")


routes = [notifications_page, panel, unread, read_all, read_one]
