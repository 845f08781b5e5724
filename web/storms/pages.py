"""Open pages: event streams that come back by themselves and say what they have heard last, as browsers do."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from web.storms.broken import check

AGAIN, OPEN_SECONDS = 0.5, 120
"""Seconds until a page that has lost its server asks again, and until all must have been let in."""


class Heard(NamedTuple):
    """A message: everything behind event `after` up to event `seq`, about these items or too many to name; and when it came."""

    after: int
    seq: int
    items: frozenset[int]
    bulk: bool
    moment: float = 0.0


@dataclass
class OpenPage:
    """One page of a board. `connections` counts how often it was let in."""

    board_id: int
    seq: int
    last_id: str = ""
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0

    async def stay(self, host: str, port: int, cookie: str) -> None:
        """Listen until it is cancelled."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self.listen(host, port, cookie)
            await asyncio.sleep(AGAIN)

    async def listen(self, host: str, port: int, cookie: str) -> None:
        reader, writer = await asyncio.open_connection(host, port)
        again = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        asked = f"GET /live?board={self.board_id}&after={self.seq} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        writer.write(f"{asked}Cookie: rouage={cookie}\r\nAccept: text/event-stream\r\n{again}\r\n".encode())
        try:
            if b" 200 " in await reader.readline():
                self.connections += 1
                while line := await reader.readline():
                    self.read(line.decode().strip())
        finally:
            writer.close()

    def read(self, line: str) -> None:
        """One line of the stream; lines that frame its pieces say nothing."""
        name, _, value = line.partition(": ")
        if name == "id":
            self.last_id = value
        elif name == "data" and value.startswith('{"seq"'):
            told = json.loads(value)
            heard = Heard(self.seq, told["seq"], frozenset(told["items"]), told["bulk"], time.monotonic())
            self.heard.append(heard)
            self.seq = heard.seq


class Crowd(threading.Thread):
    """All pages, in a loop of their own."""

    def __init__(self, address: str, cookie: str, pages: list[OpenPage]) -> None:
        super().__init__(name="crowd", daemon=True)
        place = urlsplit(address)
        self.host, self.port, self.cookie, self.pages = place.hostname or "", place.port or 0, cookie, pages
        self.loop = asyncio.new_event_loop()
        self.leaving = asyncio.Event()

    def run(self) -> None:
        """Until `leave`."""
        self.loop.run_until_complete(self.stay())
        self.loop.close()

    async def stay(self) -> None:
        staying = [asyncio.ensure_future(page.stay(self.host, self.port, self.cookie)) for page in self.pages]
        await self.leaving.wait()
        for one in staying:
            one.cancel()
        await asyncio.gather(*staying, return_exceptions=True)

    def wait_until_open(self) -> None:
        """Return once every page was let in."""
        deadline = time.monotonic() + OPEN_SECONDS
        while not all(page.connections for page in self.pages):
            check(time.monotonic() < deadline, f"not every page was open after {OPEN_SECONDS} seconds")
            time.sleep(0.05)

    def leave(self) -> None:
        """Close all pages."""
        self.loop.call_soon_threadsafe(self.leaving.set)
        self.join(30)
