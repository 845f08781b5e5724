"""Figures of this process and of what waits for the workers, for a monitoring system."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from urllib.parse import urlsplit

from litestar import Response, get

from engine.errors import NotFound
from engine.queries.waiting import Backlog, backlog
from engine.settings import read
from web.health import worker_is_alive
from web.metrics import MEDIA_TYPE, exposition
from web.policy import Policy
from web.request import Page, database, settings

logger = logging.getLogger("rouage.metrics")
FORWARDED = frozenset({"forwarded", "via", "x-forwarded-for", "x-real-ip"})
"""Headers of a request that came through somebody else's hands."""


@get("/metrics", policy=Policy.LINK, uncompressed=True, sync_to_thread=True)
def metrics(request: Page) -> Response[str]:
    """For `Authorization: Bearer` with ROUAGE_METRICS_TOKEN, or from this machine; for others it does not exist."""
    if not (has_token(request) or is_from_here(request)):
        raise NotFound
    state = request.app.state
    live = len(state.live.listeners) if "live" in state else 0
    body = exposition(state.traffic, live, what_waits(request), worker_is_alive(settings(request)))
    return Response(body, media_type=MEDIA_TYPE)


def has_token(request: Page) -> bool:
    token = read("ROUAGE_METRICS_TOKEN")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return (
        bool(token)
        and scheme.lower() == "bearer"
        and secrets.compare_digest(given.strip().encode(), str(token).encode())
    )


def is_from_here(request: Page) -> bool:
    """Behind a proxy everybody seems to come from here: a public address, or a trace of a proxy, asks for the token."""
    if settings(request).trusted_proxy or FORWARDED & request.headers.keys() or request.client is None:
        return False
    return is_loopback(request.client.host) and is_loopback(urlsplit(settings(request).base_url).hostname or "")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def what_waits(request: Page) -> Backlog | None:
    try:
        with database(request).read() as session:
            return backlog(session)
    except Exception as error:  # noqa: BLE001 - drivers fail in many ways, and each means no
        logger.warning("the database does not answer: %s", error)
        return None


routes = [metrics]
