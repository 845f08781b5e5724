"""What a handler may ask of a request: the database, who acts, the language, what the client can show."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from litestar.types import Scope

from engine.db import Database
from engine.permissions import Actor
from engine.queries.members import Visitor
from engine.settings import Settings
from engine.text import LANGUAGES, Language

Connection = ASGIConnection[Any, Any, Any, Any]
Page = Request[Any, Any, Any]
Form = NamedDependency[FormMultiDict]
LARGEST_ID = 2**63 - 1
STORABLE = QueryParameter(ge=-LARGEST_ID, le=LARGEST_ID)
QueryNumber = Annotated[int, STORABLE]
OptionalQueryNumber = Annotated[int | None, STORABLE]
"""A whole number in an address that a database can compare with its own."""
DIGITS = re.compile(r"[0-9]{1,18}")
LANGUAGE_COOKIE = "language"
REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def number(text: str) -> int | None:
    """Of what somebody says is an id, a place or a count; None for anything else."""
    return int(text) if DIGITS.fullmatch(text) else None


def database(request: Connection) -> Database:
    found: Database = request.app.state.database
    return found


def settings(request: Connection) -> Settings:
    found: Settings = request.app.state.settings
    return found


def actor(request: Connection) -> Actor:
    """Who acts: the policies MEMBER and TOKEN have put them there; under others there is nobody to ask for."""
    found: Actor = request.state.actor
    return found


def visitor(request: Connection) -> Visitor | None:
    """The signed-in browser; None for a stranger or a program."""
    return getattr(request.state, "visitor", None)


def language(request: Connection) -> Language:
    """The user's own; a stranger's choice (`?language=`, kept in a cookie); else what the browser prefers."""
    if (who := getattr(request.state, "actor", None)) is not None:
        return known(who.language) or "en"
    chosen = known(request.query_params.get(LANGUAGE_COOKIE)) or known(request.cookies.get(LANGUAGE_COOKIE))
    return chosen or preferred(request.headers.get("accept-language", ""))


def known(name: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def preferred(header: str) -> Language:
    """The first of our languages in `fr-FR,fr;q=0.9,en;q=0.8`, by weight."""
    weighted: list[tuple[float, Language]] = []
    for part in header.lower().split(","):
        name, _, weight = part.partition(";q=")
        if found := known(name.strip().partition("-")[0]):
            weighted.append((quality(weight), found))
    return max(weighted, key=lambda pair: pair[0])[1] if weighted else "en"


def quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def wants_fragment(request: Connection) -> bool:
    """Whether htmx asks for a part of a page, not a page."""
    return "hx-request" in request.headers and request.headers.get("hx-request-type") != "full"


def wants_json(request: Connection) -> bool:
    """Programs and our own scripts; browsers that navigate ask for HTML first."""
    accepted = request.headers.get("accept", "")
    return request.scope["path"].startswith("/api/") or ("json" in accepted and "text/html" not in accepted)


def go(request: Connection, path: str) -> Response[Any]:
    """Send the browser to another page of ours, from a plain form or from htmx."""
    if "hx-request" in request.headers:
        return Response(None, headers={"HX-Redirect": path}, status_code=200, media_type="text/html")
    return Redirect(path, status_code=303)


def request_id(request: Connection) -> str:
    """The name under which the log keeps this request; made when first asked for."""
    return id_of(request.scope)


def id_of(scope: Scope) -> str:
    """What our proxy calls the request, where that is well-formed; else a name of our own."""
    state: dict[str, Any] = scope.setdefault("state", {})
    if "request_id" not in state:
        state["request_id"] = proxys_name(scope) or secrets.token_hex(8)
    return str(state["request_id"])


def proxys_name(scope: Scope) -> str | None:
    proxy = scope["litestar_app"].state.settings.trusted_proxy
    client = scope.get("client")
    if proxy is None or client is None or client[0] != proxy:
        return None
    given = next((value for name, value in scope["headers"] if name.lower() == b"x-request-id"), b"").decode("latin-1")
    return given if REQUEST_ID.fullmatch(given) else None


async def form(request: Page) -> Form:
    """Dependency of handlers that read a form: `form: Form`."""
    return await request.form()
