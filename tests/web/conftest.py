"""An office with its web application, and clients that are signed in as one of its people."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from engine.commands.logins import create_token, log_in
from engine.db import Database
from engine.permissions import Actor
from engine.queries.members import actor_by_login
from engine.settings import Settings
from tests.factories import Office, enter_office
from web.app import create_app, settle

os.environ["ROUAGE_PASSWORD_MEMORY"] = "64"
HOST = "http://rouage.test"
DATABASE = os.environ.get("TEST_WEB_DATABASE", "sqlite")
Client = TestClient[Litestar]
Done = TypeVar("Done")


def http_handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Every handler with its path, something in each hole of it; Litestar's own answers to OPTIONS left out."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            path = "/" + "/".join(part if isinstance(part, str) else "1" for part in route.path_components)
            yield from ((path, handler) for handler in route.route_handlers if handler.http_methods != {"OPTIONS"})


def in_a_loop(work: Coroutine[Any, Any, Done]) -> Done:
    """In a thread of its own: a browser of another test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """On SQLite; with TEST_WEB_DATABASE=postgresql on PostgreSQL."""
    office = enter_office(Database(request.getfixturevalue(f"{DATABASE}_office_url"), tmp_path))
    yield office
    office.database.close()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of the office, where there is one."""
    url = f"{DATABASE}_office_url" if "office" in request.fixturenames else f"{DATABASE}_url"
    return settings_for(tmp_path, request.getfixturevalue(url))


def settings_for(data: Path, database_url: str) -> Settings:
    return Settings(
        data=data,
        database_url=database_url,
        redis_url=None,
        secret_key="secret of the tests",
        mail_url=None,
        mail_from="rouage@localhost",
        base_url=HOST,
    )


@pytest.fixture(scope="session")
def any_app(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """An application to be settled: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("app")
    return create_app(settings_for(folder, f"sqlite:///{folder}/rouage.db"))


@pytest.fixture
def app(any_app: Litestar, office: Office, settings: Settings) -> Iterator[Litestar]:
    """Its connections end with the test: a server has not so many."""
    settle(any_app, settings)
    yield any_app
    any_app.state.database.close()


@pytest.fixture
def open_client(app: Litestar) -> Iterator[Callable[[], Client]]:
    """Each call is another browser: no cookies, requests from our own pages."""
    with ExitStack() as stack:

        def opened() -> Client:
            client = stack.enter_context(TestClient(app, base_url=HOST))
            client.headers["origin"] = HOST
            return client

        yield opened


@pytest.fixture
def stranger(open_client: Callable[[], Client]) -> Client:
    return open_client()


@pytest.fixture
def sign_in(open_client: Callable[[], Client], office: Office) -> Callable[[Actor], Client]:
    """`sign_in(office.alice)` is a browser with Alice's cookie, whose requests carry the token of her login."""

    def signed_in(actor: Actor) -> Client:
        with office.write() as session:
            secret = log_in(session, actor.user_id)
        with office.read() as session:
            visitor = actor_by_login(session, secret)
        assert visitor is not None
        client = open_client()
        client.cookies.set("rouage", secret)
        client.headers["x-csrf-token"] = visitor.csrf_token
        return client

    return signed_in


@pytest.fixture
def alice(sign_in: Callable[[Actor], Client], office: Office) -> Client:
    """The owner's browser."""
    return sign_in(office.alice)


@pytest.fixture
def api(open_client: Callable[[], Client], office: Office) -> Client:
    """A program with a token of Alice's."""
    with office.write() as session:
        secret = create_token(session, office.alice, "Tests")
    client = open_client()
    del client.headers["origin"]
    client.headers["authorization"] = f"Bearer {secret}"
    return client
