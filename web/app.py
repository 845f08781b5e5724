"""The web application: routes from their folder, one guard, one way to fail."""

from __future__ import annotations

import asyncio

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from engine.db import Database
from engine.errors import EngineError
from engine.settings import Settings
from web import auth, errors, request, static_files
from web.compression import compression
from web.headers import add_headers
from web.heads import Heads
from web.policy import check_policies
from web.routes import all_routes
from web.traffic import Traffic

MAX_BODY = 10_000_000
"""Bytes; a route that takes files declares its own limit."""


def create_app(settings: Settings | None = None) -> Litestar:
    """Raises MissingPolicy, naming the route, when one of them declares none."""
    app = Litestar(
        # one router: registered one by one, a second method on a path would wrap the first's handler in a thread twice
        route_handlers=[OurRouter("/", route_handlers=[static_files.static_file, *all_routes()])],
        guards=[auth.guard],
        dependencies={"form": Provide(request.form)},
        exception_handlers={EngineError: errors.refuse, HTTPException: errors.reject, Exception: errors.crash},
        before_send=[add_headers],
        compression_config=compression(),
        logging_config=None,
        openapi_config=None,
        request_max_body_size=MAX_BODY,
        on_shutdown=[close],
    )
    app.asgi_handler = Heads(app.asgi_handler)
    check_policies(app)
    settle(app, settings or Settings.load())
    return app


class OurRouter(Router):
    """Litestar copies a router deeply, lest it belong to two applications: a tenth of a second for ours, which has one."""

    def __deepcopy__(self, memo: dict[int, object]) -> OurRouter:
        """The router itself."""
        return self


def settle(app: Litestar, settings: Settings) -> None:
    """Give the application its database; whatever it remembers of another one is gone."""
    # event streams end when `stopping` is set
    found = {"settings": settings, "database": Database.of(settings), "stopping": asyncio.Event(), "traffic": Traffic()}
    app.state = State(found)


def close(app: Litestar) -> None:
    """Give the database's connections back."""
    app.state.database.close()
