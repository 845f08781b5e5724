"""PostgreSQL tells each process at once that another one has committed. Only that: what happened stands in its tables."""

import logging
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from engine.db import Database

log = logging.getLogger(__name__)
CHANNEL = "rouage_commits"
TELL = sa.text(f"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{CHANNEL}', :speaker)")
"""A word that is lost costs a second: nobody waits until it is on the disk."""
SPEAKER = uuid4().hex
"""This process."""
AGAIN = 1.0
"""Seconds before the database is asked again after it failed."""
SILENCE = 10.0
"""Seconds after which a connection that says nothing is tried."""


def tell(db: Database) -> None:
    """Say once more that something was committed."""
    with db.glance() as connection:
        connection.execute(TELL, {"speaker": SPEAKER})


class Ear:
    """Calls `heard`, in a thread of its own, whenever somebody has committed and told so; with `others` only another process.

    `hears` is what came of a word to itself: through a pooler that shares connections out, nothing is heard.
    """

    def __init__(self, db: Database, heard: Callable[[], None], *, others: bool = False) -> None:
        self.db, self.heard, self.others = db, heard, others
        self.hears = False
        self.closing = threading.Event()
        self.inside, self.outside = socket.socketpair()
        self.thread = threading.Thread(target=self.run, name="ear", daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.outside.close()
        self.thread.join()

    def run(self) -> None:
        trouble = False
        with self.inside:
            while not self.closing.is_set():
                try:
                    self.listen()
                except Exception as error:  # noqa: BLE001 - whatever it is, others look for themselves meanwhile
                    if self.hears or not trouble:
                        log.warning("commits are not heard of, the database is looked at instead: %s", error)
                    self.hears, trouble = False, True
                    self.closing.wait(AGAIN)

    def listen(self) -> None:
        """Until it is closed. What was committed before is looked for at once, because it tells itself."""
        with closing(self.open()) as driver, selectors.DefaultSelector() as selector:
            selector.register(driver.fileno(), selectors.EVENT_READ)
            selector.register(self.inside, selectors.EVENT_READ)
            driver.execute(f"LISTEN {CHANNEL}")
            tell(self.db)
            while not self.closing.is_set():
                if not selector.select(SILENCE):
                    driver.execute("SELECT 1")
                    self.heard()  # a word that came with the answer is gone
                self.take(speakers(driver))

    def take(self, found: set[bytes]) -> None:
        """The first word counts, whoever said it."""
        if found and (not self.hears or not self.others or found != {SPEAKER.encode()}):
            self.heard()
        self.hears = self.hears or bool(found)

    def open(self) -> Any:
        """A connection that belongs to no pool."""
        held = self.db.writer.raw_connection()
        driver: Any = held.driver_connection
        held.detach()
        driver.autocommit = True
        return driver


def speakers(driver: Any) -> set[bytes]:
    """Of all words that have arrived."""
    found = set()
    driver.pgconn.consume_input()
    while word := driver.pgconn.notifies():
        found.add(word.extra)
    return found
