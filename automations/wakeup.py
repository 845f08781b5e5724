"""Through Redis, each process hears of the others' commits at once. Only that there was one: what happened is in the database."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from redis import Redis, RedisError

from engine.outbox import listeners
from engine.settings import Settings

log = logging.getLogger(__name__)
CHANNEL = "rouage:commits"
AGAIN = 1.0
"""Seconds before Redis is asked again after it failed."""


def tell_of_commits(settings: Settings, after: Callable[[set[int]], None] | None = None) -> None:
    """From now on this process tells the others; then does `after`, if given, with the boards. A request waits for neither."""
    if not settings.redis_url:
        return
    boards: queue.SimpleQueue[set[int]] = queue.SimpleQueue()
    listeners.append(lambda touched: boards.put(set(touched)))
    client = Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1)
    threading.Thread(target=tell_from, args=(boards, client, after), name="bell", daemon=True).start()


def tell_from(boards: queue.SimpleQueue[set[int]], client: Redis, after: Callable[[set[int]], None] | None) -> None:
    while True:
        touched = boards.get()
        while not boards.empty():
            touched |= boards.get()
        try:
            client.publish(CHANNEL, "")
        except (RedisError, OSError) as error:
            log.warning("open pages will look for themselves: %s", error)
        if after is not None:
            after(touched)


class Ear:
    """Calls `heard` whenever somebody has committed; `hears` says whether Redis is there to be heard."""

    def __init__(self, redis_url: str, heard: Callable[[], None]) -> None:
        self.redis_url = redis_url
        self.heard = heard
        self.hears = False
        threading.Thread(target=self.run, name="ear", daemon=True).start()

    def run(self) -> None:
        while True:
            try:
                self.listen()
            except (RedisError, OSError) as error:
                if self.hears:
                    log.warning("Redis is away, pages look at the database instead: %s", error)
                self.hears = False
            time.sleep(AGAIN)

    def listen(self) -> None:
        """What was committed before Redis came back is looked for at once."""
        with Redis.from_url(self.redis_url, socket_connect_timeout=1) as client, client.pubsub() as channel:
            channel.subscribe(CHANNEL)
            while True:
                message = channel.get_message(timeout=5.0)
                if message is not None:
                    self.hears = True
                    self.heard()
