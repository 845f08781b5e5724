"""What people and automations told the reader: a page with filters, a panel under the bell, and marking as read."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from engine.commands.notifications import mark_read
from engine.errors import NotFound
from engine.notices import NOTICES, NoticeKind
from engine.queries.notices import Notice, notices
from engine.queries.notifications import notifications
from web.pages import render
from web.policy import Policy
from web.request import OptionalQueryNumber, Page, actor, database, wants_fragment

IN_PANEL, ON_PAGE = 8, 40


@get("/notifications", policy=Policy.MEMBER, sync_to_thread=True)
def notifications_page(
    request: Page, kind: FromQuery[str] = "", unread: FromQuery[str] = "", before: OptionalQueryNumber = None
) -> Response[str]:
    """`before` asks for the older ones, which htmx puts behind those that are shown."""
    chosen = kind if kind in set(NoticeKind) else None
    lines = newest(request, ON_PAGE + 1, before=before, kind=chosen, unread=bool(unread))
    more = lines[ON_PAGE - 1].line.id if len(lines) > ON_PAGE else None
    template = "_notification_page.html" if wants_fragment(request) and before else "notifications.html"
    return render(
        request, template, lines=lines[:ON_PAGE], more=more, kind=chosen or "", only_unread=bool(unread), kinds=NOTICES
    )


@get("/notifications/panel", policy=Policy.MEMBER, sync_to_thread=True)
def panel(request: Page) -> Response[str]:
    return render(request, "_notifications_panel.html", lines=newest(request, IN_PANEL))


@get("/notifications/unread", policy=Policy.MEMBER, sync_to_thread=True)
def unread_number(request: Page) -> Response[str]:
    """The numbers beside the bells, asked again when the event stream says that something came."""
    return render(request, "_unread_again.html")


@post("/notifications/reading", policy=Policy.MEMBER, sync_to_thread=True)
def read_all(request: Page) -> Redirect:
    with database(request).write() as session:
        mark_read(session, actor(request))
    return Redirect("/notifications", status_code=303)


@post("/notifications/{line_id:int}/reading", policy=Policy.MEMBER, sync_to_thread=True)
def read_one(request: Page, line_id: FromPath[int]) -> Response[Any]:
    """Mark a line and go where it leads; htmx only marks it."""
    notice = marked(request, line_id, read=True)
    return line(request, notice) if wants_fragment(request) else Redirect(notice.path, status_code=303)


@delete("/notifications/{line_id:int}/reading", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def unread_one(request: Page, line_id: FromPath[int]) -> Response[str]:
    """As if it had not been read."""
    return line(request, marked(request, line_id, read=False))


def marked(request: Page, line_id: int, *, read: bool) -> Notice:
    with database(request).write() as session:
        mark_read(session, actor(request), [line_id], read=read)
    found = newest(request, 1, ids=[line_id])
    if not found:
        raise NotFound
    return found[0]


def line(request: Page, notice: Notice) -> Response[str]:
    return render(request, "_notification_line.html", headers={"HX-Trigger": '{"notified": {}}'}, notice=notice)


def newest(request: Page, limit: int, **wanted: Any) -> list[Notice]:
    with database(request).read() as session:
        who = actor(request)
        return notices(session, who, notifications(session, who, limit, **wanted))


routes = [notifications_page, panel, unread_number, read_all, read_one, unread_one]
