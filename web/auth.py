"""The door: one guard that lets each request in by its route's policy, and the cookie of a login."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from engine.commands.logins import LASTS
from engine.errors import EngineError, Forbidden, NotFound
from engine.permissions import TokenActor
from engine.queries.members import Visitor, actor_by_login, actor_by_token
from engine.text import Text
from web import i18n
from web.policy import Policy
from web.request import LARGEST_ID, Connection, database, language, settings

Found = TypeVar("Found")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf_token"
FOREIGN = Text(
    "This request came from another site and was refused. Open Rouage itself and try again.",
    "Cette demande vient d’un autre site et a été refusée. Ouvrez Rouage lui-même et réessayez.",
)


class SignedOut(EngineError):
    """Nobody is signed in, or no longer."""

    status = 401
    code = "signed_out"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "You are no longer logged in. Log in in another tab, then try again here: nothing you typed is lost.",
                "Vous n’êtes plus connecté. Connectez-vous dans un autre onglet, puis réessayez ici : rien de ce que vous avez saisi n’est perdu.",
            )
        )


class StalePage(EngineError):
    """The page carries the token of another login than the browser's cookie."""

    status = 403
    code = "stale_page"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "This page is older than your login. Try again now; if it still fails, copy what you typed and reload the page.",
                "Cette page date d’avant votre connexion. Réessayez maintenant ; si cela échoue encore, copiez votre saisie et rechargez la page.",
            )
        )


class NoToken(EngineError):
    """A program without a valid API token."""

    status = 401
    code = "no_token"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Send a valid API token: Authorization: Bearer rouage_… (make one under “API tokens”).",
                "Envoyez un jeton d’API valide : Authorization: Bearer rouage_… (créez-en un dans « Jetons d’API »).",
            )
        )


async def guard(request: Connection, handler: BaseRouteHandler) -> None:
    """Litestar calls it before every handler; raises an EngineError for whoever may not pass, and for ids that no database can hold."""
    if policy := handler.opt.get("policy"):
        await ENTRANCES[policy](cast("Request[Any, Any, Any]", request))
    if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in request.path_params.values()):
        raise NotFound
    i18n.current.set(language(request))


async def admit_anybody(request: Request[Any, Any, Any]) -> None:
    if request.method not in SAFE:
        check_origin(request)


async def admit_member(request: Request[Any, Any, Any]) -> None:
    visitor = await looked_up(request, find_visitor, request)
    if visitor is None:
        raise SignedOut
    if request.method not in SAFE:
        check_origin(request)
        await check_csrf(request, visitor)


async def admit_program(request: Request[Any, Any, Any]) -> None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    found = await looked_up(request, find_program, request, secret.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise NoToken
    request.state.actor = found


ENTRANCES: Mapping[Policy, Callable[[Request[Any, Any, Any]], Awaitable[None]]] = {
    Policy.PUBLIC: admit_anybody,
    Policy.LINK: admit_anybody,
    Policy.MEMBER: admit_member,
    Policy.TOKEN: admit_program,
}


async def looked_up(request: Connection, find: Callable[..., Found], *args: Any) -> Found:
    """SQLite finds a line by an index in less time than it takes to wake a thread."""
    if database(request).is_sqlite:
        return find(*args)
    return await sync_to_thread(find, *args)


def find_visitor(request: Connection) -> Visitor | None:
    """Look the cookie up and remember who it is; an id that we did not hand out is nobody."""
    secret = login_secret(request)
    if secret is None:
        return None
    with database(request).glance() as connection:
        visitor = actor_by_login(connection, secret)
    if visitor is not None:
        request.state.visitor, request.state.actor = visitor, visitor.actor
    return visitor


def find_program(request: Connection, secret: str) -> TokenActor | None:
    with database(request).glance() as connection:
        return actor_by_token(connection, secret)


def check_origin(request: Connection) -> None:
    """Unsafe methods come from our own pages only: browsers say where a request comes from, and pages cannot forge it."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if not origin or origin not in {request.headers.get("host"), urlsplit(settings(request).base_url).netloc}:
        raise Forbidden(FOREIGN)


async def check_csrf(request: Request[Any, Any, Any], visitor: Visitor) -> None:
    """The token that the page was given, in a header or in its form: it is bound to this login."""
    given = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), visitor.csrf_token.encode()):
        raise StalePage


def login_secret(request: Connection) -> str | None:
    return request.cookies.get(cookie_name(request))


def login_cookie(request: Connection, secret: str) -> Cookie:
    """Not readable by scripts, not sent by other sites' forms; an empty secret takes it away."""
    return Cookie(
        key=cookie_name(request),
        value=secret,
        path="/",
        httponly=True,
        secure=is_https(request),
        samesite="lax",
        max_age=int(LASTS.total_seconds()) if secret else 0,
    )


def cookie_name(request: Connection) -> str:
    """Over https the prefix makes browsers refuse a cookie that another host or path planted."""
    return "__Host-rouage" if is_https(request) else "rouage"


def is_https(request: Connection) -> bool:
    return request.url.scheme == "https" or settings(request).base_url.startswith("https:")


def client_address(request: Connection) -> str:
    """From the socket; from our own proxy, what that proxy added last. All else in the header can be forged."""
    address = request.client.host if request.client else "unknown"
    if address == settings(request).trusted_proxy:
        return request.headers.get("x-forwarded-for", address).rpartition(",")[2].strip()
    return address
