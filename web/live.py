"""What happened, told to open pages: one thread per web process looks at the database, each page has a small queue."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from automations.wakeup import ear_for
from engine.db import Database
from engine.queries.live import Signal, last_seqs, newest_notifications, onlookers, signal_after
from engine.queries.presence import Here, presences
from engine.session import Session
from engine.watch import Watch

logger = logging.getLogger("rouage.live")

PACE = {"sqlite": 0.05, "postgresql": 0.2}
"""Seconds between looks: SQLite says for nothing whether anything was written."""
WOKEN_PACE, BREATH = 1.0, 0.02
"""The same where commits are told of: a look finds what nobody told. After a look, others' commits gather for a moment."""
RECOVERS = 0.5
"""Seconds to wait after a look that failed."""
QUEUE = 16
"""Messages; a page that reads more slowly is told once that much has changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message for one page: a change of its board, who is on it now, that its reader may not see it any more, or (neither) a new notification."""

    signal: Signal | None = None
    here: tuple[Here, ...] | None = None
    gone: bool = False


@dataclass(eq=False, slots=True)
class Listener:
    """An open page: its board, if it shows one, up to which event it knows that board, and whose it is."""

    user_id: int
    board_id: int | None
    seq: int
    loop: asyncio.AbstractEventLoop
    columns: frozenset[str] = frozenset()
    """Keys of the columns that its reader sees."""
    queue: asyncio.Queue[Told] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    notification: int | None = None
    here: tuple[Here, ...] = ()

    def tell(self, message: Told) -> None:
        """Called by the thread that looks."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.put, message)

    def put(self, message: Told) -> None:
        if not self.queue.full():
            self.queue.put_nowait(message)
        elif message.gone or message.signal:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(message if message.signal is None else too_much(message.signal))


def too_much(signal: Signal) -> Told:
    return Told(Signal(signal.seq, bulk=True, structure=True))


class Hub:
    """The listeners of one web process. The thread lives while there are any."""

    def __init__(self, database: Database, redis_url: str | None = None) -> None:
        self.database = database
        self.redis_url = redis_url
        self.pace = PACE["sqlite" if database.is_sqlite else "postgresql"]
        self.listeners: set[Listener] = set()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.joined = threading.Event()

    def join(self, listener: Listener) -> None:
        """From now on the listener gets what is behind its `seq`: what happened before it came, too."""
        with self.lock:
            self.listeners.add(listener)
            self.joined.set()
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="live", daemon=True)
                self.thread.start()

    def leave(self, listener: Listener) -> None:
        with self.lock:
            self.listeners.discard(listener)

    def run(self) -> None:
        watch, ear = Watch(self.database), ear_for(self.database, self.redis_url, self.joined.set)
        try:
            while self.goes_on():
                woken = self.joined.wait(WOKEN_PACE if ear and ear.hears else self.pace)
                self.joined.clear()
                if watch.changed() or woken:
                    self.look_safely()
                    time.sleep(BREATH if ear else 0)
        finally:
            watch.close()
            if ear:
                ear.close()

    def goes_on(self) -> bool:
        """Ends the thread in the same breath as nobody listens, so that the next listener starts another."""
        with self.lock:
            if not self.listeners:
                self.thread = None
            return self.thread is not None

    def look_safely(self) -> None:
        """A database that cannot be read for a moment is looked at again; the pages stay connected."""
        try:
            self.look()
        except Exception:
            logger.exception("the live stream could not read the database")
            time.sleep(RECOVERS)
            self.joined.set()

    def look(self) -> None:
        """Who stays is asked last: whoever lost a board meanwhile is told so, not what was just read of it."""
        with self.lock:
            listeners = list(self.listeners)
        with self.database.read() as session:
            seqs = last_seqs(session, {one.board_id for one in listeners if one.board_id is not None})
            behind = [one for one in listeners if one.board_id is not None and one.seq < seqs.get(one.board_id, 0)]
            signals = [(pages, signal_after(session, board_id, seq)) for (board_id, seq), pages in by_place(behind)]
            newest = newest_notifications(session, {one.user_id for one in listeners})
            here = presences(session, seqs)
            listeners = staying(session, listeners)
        for pages, signal in signals:
            send([one for one in pages if one in listeners], signal)
        for one in listeners:
            ring(one, newest.get(one.user_id, 0))
            introduce(one, here.get(one.board_id or 0, ()))


def staying(session: Session, listeners: Sequence[Listener]) -> list[Listener]:
    """Those who still see their board; the others are told so, and nothing else."""
    watched = [one for one in listeners if one.board_id is not None]
    seen = onlookers(session, {one.user_id for one in watched}, {one.board_id for one in watched if one.board_id})
    for one in watched:
        if (one.user_id, one.board_id) not in seen:
            one.tell(Told(gone=True))
    return [one for one in listeners if one.board_id is None or (one.user_id, one.board_id) in seen]


def by_place(listeners: Iterable[Listener]) -> Iterable[tuple[tuple[int, int], list[Listener]]]:
    """Pages that know the same board up to the same event are asked for once."""

    def place(one: Listener) -> tuple[int, int]:
        return one.board_id or 0, one.seq

    return [(key, list(pages)) for key, pages in groupby(sorted(listeners, key=place), key=place)]


def send(pages: Iterable[Listener], signal: Signal) -> None:
    for page in pages:
        page.seq = signal.seq
        if signal.items or signal.structure or signal.bulk:
            page.tell(Told(signal))


def ring(page: Listener, newest: int) -> None:
    before, page.notification = page.notification, newest
    if before is not None and newest > before:
        page.tell(Told())


def introduce(page: Listener, here: tuple[Here, ...]) -> None:
    if here != page.here:
        page.here = here
        page.tell(Told(here=here))
