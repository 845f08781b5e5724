"""Headers of every answer: what a page may load, who may cache it, and the request's number."""

from __future__ import annotations

from litestar.types import Message, Scope

from web.request import id_of
from web.static_files import is_current

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Line = tuple[bytes, bytes]
"""A header as it is sent: its name in small letters."""
ALWAYS: list[Line] = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
HTTPS_ONLY: Line = (b"strict-transport-security", b"max-age=31536000")
FOR_EVER: Line = (b"cache-control", b"public, max-age=31536000, immutable")
NOWHERE: Line = (b"cache-control", b"no-store")


async def add_headers(message: Message, scope: Scope) -> None:
    """Called for each answer before it leaves; a header that the handler has set stays."""
    if message["type"] != "http.response.start":
        return
    given = [*message["headers"]]
    there = {name.lower() for name, _ in given}
    caching = FOR_EVER if is_current(scope["path"]) else NOWHERE
    message["headers"] = given + [line for line in (*lasting(scope), caching) if line[0] not in there]


def lasting(scope: Scope) -> list[Line]:
    """Those of every answer, and those that this one calls for."""
    found = [*ALWAYS]
    if scope["litestar_app"].state.settings.base_url.startswith("https:"):
        found.append(HTTPS_ONLY)
    found.append((b"x-request-id", id_of(scope).encode()))
    return found
