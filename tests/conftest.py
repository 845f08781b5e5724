"""Fixtures that every test may ask for; a server starts when the first test wants it, and fails rather than skips."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine import garbage
from engine.db import Database
from tests import canary, chromium
from tests.databases import postgresql_database, renew_office, share_compiled_statements
from tests.factories import Office, enter_office, open_office
from web import servers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IN_A_ROW = 25
"""Tests of a file that one worker takes at once."""

# dozens of programs are started, and killed: none of them shall compile every module anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

garbage.look_seldom()
canary.listen()
share_compiled_statements()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """A statement that held the canary fails its test, whatever became of the exception."""
    canary.sung.clear()
    yield
    assert canary.sung == []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests in Chromium share a worker, and with it the program they look at; so do 25 others that follow each other.

    Given out one by one, they had each worker start the program of their file. Storms are long, and each is on its own.
    What lasts long begins first, so that no worker is left with it at the end while the others have nothing to do.
    """
    in_file: Counter[str] = Counter()
    for item in items:
        file = item.nodeid.partition("::")[0]
        if in_chromium(item):
            item.add_marker(pytest.mark.xdist_group(file))
        elif not is_storm(item):
            item.add_marker(pytest.mark.xdist_group(f"{file} {in_file[file] // IN_A_ROW}"))
            in_file[file] += 1
    items.sort(key=lambda item: (not in_chromium(item), not is_storm(item), "engine" in item.path.parts))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """As our programs do once they have loaded: looking at 6,500 tests for garbage was an eighth of all their time."""
    garbage.settle()


def in_chromium(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def is_storm(item: pytest.Item) -> bool:
    return "guarantees" in item.path.parts


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.Engine]:
    """The administrator's engine of a PostgreSQL server: TEST_DATABASE_URL, or one of our own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield from _administrator(given)
    else:
        with servers.postgresql() as url:
            yield from _administrator(url)


def _administrator(url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_server: sa.Engine) -> Iterator[str]:
    """A fresh empty PostgreSQL database."""
    with postgresql_database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_office(postgresql_server: sa.Engine) -> Iterator[Database]:
    """A PostgreSQL database that has an office in it, kept open."""
    with postgresql_database(postgresql_server) as url:
        keeper = open_office(url).database
        yield keeper
        keeper.close()


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same as the content of a file."""
    path = tmp_path_factory.mktemp("office") / "rouage.db"
    open_office(f"sqlite:///{path}").database.close()
    return path.read_bytes()


@pytest.fixture
def sqlite_office_url(sqlite_url: str, sqlite_office: bytes) -> str:
    """A fresh SQLite file with an office in it."""
    Path(sa.make_url(sqlite_url).database or "").write_bytes(sqlite_office)
    return sqlite_url


@pytest.fixture
def postgresql_office_url(postgresql_office: Database) -> str:
    """The PostgreSQL database with its office as on the first day."""
    renew_office(postgresql_office)
    return postgresql_office.url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite file, not made yet."""
    return f"sqlite:///{tmp_path}/rouage.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh empty database; a test that asks for it runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office of its own; a test that asks for it runs once on SQLite and once on PostgreSQL."""
    office = enter_office(Database(request.getfixturevalue(f"{request.param}_office_url")))
    yield office
    office.database.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a Redis server."""
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of an empty Redis."""
    from redis import Redis

    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[servers.Mailbox]:
    """An SMTP server that keeps what it is sent."""
    with servers.smtp() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(smtp_server: servers.Mailbox) -> servers.Mailbox:
    """An SMTP server without any mail yet: `mailbox.host`, `mailbox.port`, `mailbox.letters`."""
    smtp_server.letters.clear()
    return smtp_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, driven by Playwright's synchronous API."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.chromium(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser context of its own: no cookies, no cache."""
    with browser.new_context() as context:
        yield context.new_page()
