"""The tests' own servers answer, each database is new, and none needs anything that is installed."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from engine.db import Database
from engine.permissions import Role
from tests.databases import renew_office
from tests.factories import Office, enter_office
from web import servers


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_has_an_empty_database(database_url: str, turn: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE item (name TEXT)"))
        connection.execute(sa.text("INSERT INTO item VALUES (:name)"), {"name": turn})
        assert connection.scalar(sa.text("SELECT name FROM item")) == turn
    engine.dispose()


def test_postgresql_is_unicode_and_has_its_extensions(postgresql_url: str) -> None:
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE EXTENSION unaccent"))
        assert connection.scalar(sa.text("SELECT lower(unaccent('Éléments'))")) == "elements"
        assert connection.scalar(sa.text("SHOW server_encoding")) == "UTF8"
    engine.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_has_an_empty_redis(redis_url: str, turn: str) -> None:
    with Redis.from_url(redis_url, decode_responses=True) as client:
        assert client.get("key") is None
        client.set("key", turn)
        assert client.get("key") == turn


@pytest.mark.parametrize("subject", ["Le stock est bas", "Stock is low"])
def test_the_mailbox_keeps_what_is_sent(mailbox: servers.Mailbox, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content("Il en reste 3 à l’atelier.")
    with smtplib.SMTP(mailbox.host, mailbox.port) as client:
        client.send_message(message, "rouage@example.com", ["ana@example.com", "bob@example.com"])
    (letter,) = mailbox.letters
    assert letter.recipients == ["ana@example.com", "bob@example.com"]
    assert letter.message["Subject"] == subject
    assert letter.message.get_content().strip() == "Il en reste 3 à l’atelier."


def test_chromium_renders(page: Page) -> None:
    page.goto("data:text/html,<h1 style='width:10em'>Bonjour</h1>")
    assert page.get_by_role("heading").text_content() == "Bonjour"
    assert page.evaluate("document.fonts.ready.then(() => document.querySelector('h1').offsetWidth)") > 0


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_redis_program", lambda: "/bin/false")
    with pytest.raises(RuntimeError, match="did not start"), servers.redis():
        pass


def test_postgresql_runs_as_nobody_where_user_namespaces_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr(servers, "_unprivileged_account", lambda: servers.Account(user="nobody"))
    with servers.postgresql() as url:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT 1")) == 1
        engine.dispose()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a killed run leaves its files; open on the way down, for a PostgreSQL that runs as `nobody`."""
    with tempfile.TemporaryDirectory(prefix="killed-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.mark.parametrize("server", ["postgresql", "redis"])
def test_servers_die_with_the_test_run(server: str, folder: Path) -> None:
    program = f"from web import servers\nwith servers.{server}() as url: print(url, flush=True); input()"
    environment = os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1, text=True, env=environment) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        _ask(url)
        run.kill()
        deadline = time.monotonic() + 10
        with pytest.raises((RedisConnectionError, sa.exc.OperationalError)):
            while time.monotonic() < deadline:
                _ask(url)


def _ask(url: str) -> None:
    if url.startswith("redis"):
        with Redis.from_url(url) as client:
            client.ping()
    else:
        sa.create_engine(url, poolclass=sa.NullPool).connect().close()


def test_an_office_that_was_worked_in_is_as_good_as_new(postgresql_office: Database) -> None:
    renew_office(postgresql_office)
    office = enter_office(postgresql_office)
    first_day, _ = rows_of(office), office.joins("Eve", Role.MEMBER)
    office.fill(office.stock(), 10_000)
    renew_office(postgresql_office)
    assert rows_of(office) == first_day
    assert office.stock().id == 1


def rows_of(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the database, moments apart."""
    with office.database.writer.connect() as connection:
        kept = sa.MetaData()
        kept.reflect(connection)
        return {
            name: [
                tuple(value for value in row if not isinstance(value, datetime))
                for row in connection.execute(sa.select(table))
            ]
            for name, table in kept.tables.items()
        }
