"""Probes: is this process ready, is the whole installation healthy."""

from __future__ import annotations

import logging

from litestar import Response, get

from engine.queries.health import answers
from engine.settings import Settings
from migrations import is_current
from web.health import worker_is_alive
from web.policy import Policy
from web.request import Page, database, settings

logger = logging.getLogger("rouage.health")


@get("/readyz", policy=Policy.PUBLIC, sync_to_thread=True)
def ready(request: Page) -> Response[dict[str, bool]]:
    """200 when this web process can reach a database with all migrations; 503 once it is to stop.

    Redis is told of, but its absence is no reason to send people away: they can go on working.
    """
    found = {"database": database_is_ready(request), "running": not request.app.state.stopping.is_set()}
    answer = told(found)
    answer.content |= redis_is_there(settings(request))
    return answer


@get("/healthz", policy=Policy.PUBLIC, sync_to_thread=True)
def healthy(request: Page) -> Response[dict[str, bool]]:
    """200 when a worker is alive as well."""
    return told({"database": database_is_ready(request), "worker": worker_is_alive(settings(request))})


def database_is_ready(request: Page) -> bool:
    """Once its migrations were found to be all there, it need only answer."""
    state = request.app.state
    try:
        if "current" in state:
            return answers(database(request))
        if found := is_current(database(request)):
            state.current = True
    except Exception as error:  # noqa: BLE001 - drivers fail in many ways, and each means no
        logger.warning("the database does not answer: %s", error)
        return False
    return found


def redis_is_there(settings: Settings) -> dict[str, bool]:
    if not settings.redis_url:
        return {}
    from redis import Redis, RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1) as client:
            return {"redis": bool(client.ping())}
    except (RedisError, OSError):
        return {"redis": False}


def told(parts: dict[str, bool]) -> Response[dict[str, bool]]:
    return Response(parts, status_code=200 if all(parts.values()) else 503)


routes = [ready, healthy]
