"""Each process hears of the others' commits at once, through Redis or PostgreSQL. Only that there was one: what happened is in the database."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Protocol

from engine import commits
from engine.db import Database
from engine.outbox import listeners
from engine.settings import Settings

log = logging.getLogger(__name__)
CHANNEL = "rouage:commits"
AGAIN = 1.0
"""Seconds before Redis is asked again after it failed."""
GATHER = 0.05
"""Seconds in which PostgreSQL is not told again: the commits behind a word share the next one."""


def tell_of_commits(settings: Settings, db: Database) -> None:
    """From now on this process tells the others. A request does not wait for it; on SQLite the file says that it has changed."""
    if settings.redis_url:
        tell_redis(settings.redis_url)
    elif not db.is_sqlite:
        tell_from_now_on(lambda: commits.tell(db), None, GATHER)


def tell_redis(redis_url: str, after: Callable[[set[int]], None] | None = None) -> None:
    """Then do `after`, if given, with the boards on which something happened."""
    from redis import Redis

    client = Redis.from_url(redis_url, socket_timeout=1, socket_connect_timeout=1)
    tell_from_now_on(lambda: client.publish(CHANNEL, ""), after, 0)


def tell_from_now_on(tell: Callable[[], object], after: Callable[[set[int]], None] | None, pause: float) -> None:
    boards: queue.SimpleQueue[set[int]] = queue.SimpleQueue()
    listeners.append(lambda touched: boards.put(set(touched)))
    threading.Thread(target=tell_from, args=(boards, tell, after, pause), name="bell", daemon=True).start()


def tell_from(
    boards: queue.SimpleQueue[set[int]],
    tell: Callable[[], object],
    after: Callable[[set[int]], None] | None,
    pause: float,
) -> None:
    while True:
        touched = boards.get()
        while not boards.empty():
            touched |= boards.get()
        try:
            tell()
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing is lost with it
            log.warning("others will look for themselves: %s", error)
        if after is not None:
            after(touched)
        time.sleep(pause)


class Ear(Protocol):
    """Calls what it was given whenever somebody has committed; `hears` says whether there is anything to be heard."""

    hears: bool

    def close(self) -> None: ...


def ear_for(db: Database, redis_url: str | None, heard: Callable[[], None]) -> Ear | None:
    """None where nobody tells: on SQLite a look costs nothing."""
    if db.is_sqlite:
        return None
    return RedisEar(redis_url, heard) if redis_url else commits.Ear(db, heard)


class RedisEar:
    def __init__(self, redis_url: str, heard: Callable[[], None]) -> None:
        self.redis_url = redis_url
        self.heard = heard
        self.hears = False
        self.closed = False
        threading.Thread(target=self.run, name="ear", daemon=True).start()

    def close(self) -> None:
        """Its thread ends a little later."""
        self.closed = True

    def run(self) -> None:
        from redis import RedisError

        while not self.closed:
            try:
                self.listen()
            except (RedisError, OSError) as error:
                if self.hears:
                    log.warning("Redis is away, pages look at the database instead: %s", error)
                self.hears = False
            time.sleep(AGAIN)

    def listen(self) -> None:
        """What was committed before Redis came back is looked for at once."""
        from redis import Redis

        with Redis.from_url(self.redis_url, socket_connect_timeout=1) as client, client.pubsub() as channel:
            channel.subscribe(CHANNEL)
            while not self.closed:
                message = channel.get_message(timeout=5.0)
                if message is not None:
                    self.hears = True
                    self.heard()
