"""Jinja pages and partials: the one environment, and how a handler answers with one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie, MultiDict

from engine.context import Context, Person
from engine.models import View
from engine.moment import from_iso, now
from engine.permissions import Permission
from engine.queries.boards import BoardSummary, boards
from engine.queries.favourites import favourite_ids
from engine.queries.members import Visitor
from engine.queries.notifications import unread_count
from engine.queries.views import views
from engine.schema.access import lock_reason
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import LANGUAGES, Language, Text
from web import i18n
from web.request import LANGUAGE_COOKIE, Connection, actor, database, known, language, visitor
from web.seat import Look, look_of
from web.static_files import static

THEMES = ("light", "dark")
COLORS = ("violet", "teal", "blue", "pink", "amber", "green", "slate", "red")


def render(
    request: Connection,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    cookies: list[Cookie] | None = None,
    bare: bool = False,
    **context: Any,
) -> Response[str]:
    """A page, or a partial when the file's name starts with `_`; a `bare` page does without the sidebar."""
    speech = language(request)
    i18n.current.set(speech)
    html = (
        environment()
        .get_template(template)
        .render(
            context,
            request=request,
            language=speech,
            theme=theme(request),
            csrf_token=who.csrf_token if (who := visitor(request)) else "",
            shell=None if bare else Shell(request),
        )
    )
    kept = [*(cookies or []), *chosen_language(request)]
    return Response(html, status_code=status, headers=headers, cookies=kept, media_type="text/html")


def done(message: str | None = None, *, undo: str | None = None) -> dict[str, str]:
    """Headers that close the dialog whose form was sent, and show a message if there is one."""
    return {"HX-Trigger": json.dumps({"done": {"message": message, "undo": undo}})}


def toast(message: str, *, undo: str | None = None) -> dict[str, str]:
    """Headers that show a short success message, with a button that POSTs to `undo` when there is a way back."""
    return {"HX-Trigger": json.dumps({"toast": {"message": message, "undo": undo}})}


class Shell:
    """What the frame around every page shows; asked for only when a template names it."""

    def __init__(self, request: Connection) -> None:
        self.request = request

    @property
    def visitor(self) -> Visitor:
        found = visitor(self.request)
        assert found is not None, "a page with the sidebar needs Policy.MEMBER"  # noqa: S101
        return found

    @property
    def person(self) -> Person:
        return Person(self.visitor.actor.user_id, self.visitor.name, self.visitor.email)

    @property
    def path(self) -> str:
        return str(self.request.scope["path"])

    def may(self, permission: str) -> bool:
        """Whether to offer what needs `board:create` and the like."""
        return self.visitor.actor.may(Permission(permission))

    @cached_property
    def boards(self) -> list[BoardSummary]:
        with database(self.request).read() as session:
            return boards(session, actor(self.request))

    @cached_property
    def favourite_ids(self) -> list[int]:
        with database(self.request).read() as session:
            return favourite_ids(session, actor(self.request))

    @property
    def favourites(self) -> list[BoardSummary]:
        known = {board.id: board for board in self.boards}
        return [known[board_id] for board_id in self.favourite_ids if board_id in known]

    @property
    def look(self) -> Look | None:
        """As whom the visitor looks at the board of this page, when not as themselves."""
        return look_of(self.request)

    def views(self, board: CompiledBoard) -> Sequence[View]:
        """The saved views that the visitor may open, in their order."""
        with database(self.request).read() as session:
            return views(session, self.look.actor if self.look else actor(self.request), board)

    @property
    def query(self) -> str:
        return self.request.scope["query_string"].decode("latin-1")

    @cached_property
    def unread(self) -> int:
        with database(self.request).read() as session:
            return unread_count(session, actor(self.request))


@cache
def environment() -> Environment:
    """Templates come only from the package; there is no way to make one from a string."""
    made = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, languages=LANGUAGES, why_locked=why_locked)
    made.filters.update(say=say, ago=ago, iso=iso, number=number, color=color, with_language=with_language)
    macros = made.get_template("_macros.html").module
    made.globals.update({name: getattr(macros, name) for name in ("icon", "when", "avatar")})
    return made


def why_locked(column: Column, context: Context) -> str:
    return lock_reason(column, context).say(i18n.current.get())


def say(text: Text, **params: object) -> str:
    """A sentence of the engine in the reader's language."""
    return text.say(i18n.current.get(), **params)


def number(value: float) -> str:
    """`1 234` or `1,234`."""
    return format_decimal(value, locale=i18n.current.get())


def ago(moment: datetime | str) -> str:
    """`2 hours ago`."""
    return format_timedelta(to_datetime(moment) - now(), add_direction=True, locale=i18n.current.get(), threshold=1.2)


def iso(moment: datetime | str) -> str:
    return to_datetime(moment).isoformat(timespec="seconds")


def to_datetime(moment: datetime | str) -> datetime:
    return from_iso(moment) if isinstance(moment, str) else moment


def color(identity: int) -> str:
    """The same colour for the same person everywhere."""
    return COLORS[identity % len(COLORS)]


def with_language(query: MultiDict[str], language: Language) -> str:
    """The query of the same page in the other language."""
    return urlencode(
        [
            *((name, value) for name, value in query.multi_items() if name != LANGUAGE_COOKIE),
            (LANGUAGE_COOKIE, language),
        ]
    )


def theme(request: Connection) -> str:
    """What this browser chose; empty follows the system."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else ""


def chosen_language(request: Connection) -> list[Cookie]:
    """Keep a stranger's choice of language for their next page."""
    chosen: Language | None = known(request.query_params.get(LANGUAGE_COOKIE))
    if chosen is None or visitor(request) is not None:
        return []
    return [Cookie(key=LANGUAGE_COOKIE, value=chosen, path="/", samesite="lax", httponly=True, max_age=31_536_000)]
