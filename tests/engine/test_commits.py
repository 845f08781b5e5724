"""PostgreSQL tells each process of the others' commits: at once, again after an outage, and never in vain."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from engine import commits
from engine.commits import Ear, tell
from engine.db import Database
from tests.factories import Office

pytestmark = pytest.mark.parametrize("office", ["postgresql"], indirect=True)
SOON = 30.0
"""Seconds; nothing here waits for them to pass."""


@pytest.fixture
def heard(office: Office) -> Iterator[threading.Semaphore]:
    """Released for each word that is heard, the first of which an ear says to itself."""
    words = threading.Semaphore(0)
    ear = Ear(office.database, words.release)
    assert words.acquire(timeout=SOON)
    assert ear.hears
    yield words
    ear.close()
    assert not ear.thread.is_alive()


def test_a_word_is_heard(office: Office, heard: threading.Semaphore) -> None:
    tell(office.database)
    assert heard.acquire(timeout=SOON)


def test_words_are_heard_again_after_the_connection_broke(office: Office, heard: threading.Semaphore) -> None:
    """It says one to itself when it is back: what was told meanwhile is looked for."""
    cut_off(office.database)
    assert heard.acquire(timeout=SOON)
    tell(office.database)
    assert heard.acquire(timeout=SOON)


def test_a_silent_connection_is_tried(
    office: Office, heard: threading.Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "SILENCE", 0.01)
    tell(office.database)
    assert heard.acquire(timeout=SOON)
    wait_until(lambda: last_words(office.database) == ["SELECT 1"])
    assert heard.acquire(timeout=SOON), "what was told meanwhile is looked for"


def test_a_word_waits_for_no_disk(office: Office) -> None:
    """And leaves the connection as it was."""
    tell(office.database)
    with office.database.glance() as connection:
        assert connection.scalar(sa.text("SHOW synchronous_commit")) == connection.scalar(
            sa.text("SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'")
        )


LISTENING = "query IN ('LISTEN rouage_commits', 'SELECT 1') AND datname = current_database()"


def cut_off(database: Database) -> None:
    with database.write() as session:
        session.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LISTENING}"))


def last_words(database: Database) -> list[str]:
    with database.read() as session:
        found = session.scalars(sa.text(f"SELECT query FROM pg_stat_activity WHERE {LISTENING}"))
        return list(found)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
