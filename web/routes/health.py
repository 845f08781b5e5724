"""Probes: is this process ready, is the whole installation healthy."""

from __future__ import annotations

from litestar import Response, get

from migrations import is_current
from web.health import worker_is_alive
from web.policy import Policy
from web.request import Page, database, settings


@get("/readyz", policy=Policy.PUBLIC, sync_to_thread=True)
def ready(request: Page) -> Response[dict[str, bool]]:
    """200 when this web process can reach a database with all migrations."""
    return told({"database": is_current(database(request))})


@get("/healthz", policy=Policy.PUBLIC, sync_to_thread=True)
def healthy(request: Page) -> Response[dict[str, bool]]:
    """200 when a worker is alive as well."""
    return told({"database": is_current(database(request)), "worker": worker_is_alive(settings(request))})


def told(parts: dict[str, bool]) -> Response[dict[str, bool]]:
    return Response(parts, status_code=200 if all(parts.values()) else 503)


routes = [ready, healthy]
