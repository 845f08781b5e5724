"""Every answer of a web process: a line in its log, and a place in its counts."""

from __future__ import annotations

import logging
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import Any

from litestar import Litestar
from litestar.types import HTTPScope, Message, Receive, Send

from web.request import id_of

logger = logging.getLogger("rouage.request")

BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds: the upper ends of the histogram's steps; what took longer is in one more."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE, OTHER = "none", "other"
"""The route of what led to none, the method that we do not know: strangers cannot make names of their own."""
LEFT = 499
"""The status of a request whose client went away before it had an answer."""
LINE = "%(method)s %(route)s %(status)d %(ms).1f ms, request %(request)s, user %(user)s"
STREAM = (b"content-type", b"text/event-stream")

Place = tuple[str, str]
"""A route's template and a method."""


class Traffic:
    """What was answered since the process began. Written by the event loop alone."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.steps: defaultdict[Place, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self.seconds: defaultdict[Place, float] = defaultdict(float)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        self.answers[route, method, status] += 1
        self.steps[route, method][bisect_left(BOUNDS, seconds)] += 1
        self.seconds[route, method] += seconds


class Watched:
    """The application as a server gets it. An event stream is counted when it begins, for it lasts as long as its page."""

    def __init__(self, app: Litestar) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, counted = LEFT, False

        async def sent(message: Message) -> None:
            nonlocal status, counted
            if message["type"] == "http.response.start":
                status = message["status"]
                if is_stream(message):
                    self.count(scope, status, time.perf_counter() - begun)
                    counted = True
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            seconds = time.perf_counter() - begun
            if not counted:
                self.count(scope, status, seconds)
            write_line(scope, status, seconds)

    def count(self, scope: HTTPScope, status: int, seconds: float) -> None:
        self.app.state.traffic.count(route_of(scope), method_of(scope), status, seconds)


def is_stream(message: Any) -> bool:
    return any(name.lower() == STREAM[0] and value.startswith(STREAM[1]) for name, value in message["headers"])


def route_of(scope: HTTPScope) -> str:
    return scope.get("path_template") or NOWHERE


def method_of(scope: HTTPScope) -> str:
    return str(scope["method"]) if scope["method"] in METHODS else OTHER


def write_line(scope: HTTPScope, status: int, seconds: float) -> None:
    """Without what the address or the form said: it may be somebody's secret."""
    level = logging.WARNING if status >= 500 else logging.INFO
    if not logger.isEnabledFor(level):
        return
    actor = scope["state"].get("actor")
    fields = {
        "request": id_of(scope),
        "method": method_of(scope),
        "route": route_of(scope),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": None if actor is None else actor.user_id,
    }
    # as `logger.log` does it, which would also look up whose line of code this is
    logger.handle(logger.makeRecord(logger.name, level, "", 0, LINE, (fields,), None, extra={"fields": fields}))
