"""The threads that handlers run in: as few as keep the machine busy, because more only wait for one another's interpreter."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SOON = 0.01
"""Seconds within which most work is done; whoever waits behind longer work is given another thread."""
MOST = 40

Job = Callable[[], None]


@dataclass(eq=False, slots=True)
class Hand:
    """A thread: since when it has been at its work, and whether another one stands in for it, so that it ends with it."""

    since: float | None = None
    relieved: bool = False
    thread: threading.Thread | None = None


class Hands(Executor):
    """Up to `few` threads, and one more for each that has been at the same work for long while others wait; `MOST` in all.

    A second one begins only when two have work.
    """

    def __init__(self, few: int) -> None:
        self.waiting: SimpleQueue[Job | None] = SimpleQueue()
        self.hands: set[Hand] = set()
        self.lock = threading.Lock()
        self.is_watched = False
        self.few = few

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Called in the event loop alone, which also looks whether anything waits for long."""
        future: Future[T] = Future()

        def job() -> None:
            carry_out(future, lambda: fn(*args, **kwargs))

        self.waiting.put(job)
        if self.has_room():
            self.hire()
        self.watch()
        return future

    def has_room(self) -> bool:
        """Whether more waits than threads are free, and another one may begin."""
        with self.lock:
            staying = [one for one in self.hands if not one.relieved]
        free = sum(1 for one in staying if one.since is None)
        return len(staying) < self.few and self.waiting.qsize() > free

    def watch(self) -> None:
        if not self.is_watched:
            self.is_watched = True
            asyncio.get_running_loop().call_later(SOON, self.look)

    def look(self) -> None:
        self.is_watched = False
        if self.waiting.empty():
            return
        late = time.monotonic() - SOON
        with self.lock:
            lasting = [one for one in self.hands if one.since and one.since < late and not one.relieved]
            relieved = lasting[: max(0, MOST - len(self.hands))]
            for hand in relieved:
                hand.relieved = True
        for _ in relieved:
            self.hire()
        self.watch()

    def hire(self) -> None:
        hand = Hand()
        hand.thread = threading.Thread(target=self.work, args=(hand,), name="hand")
        with self.lock:
            self.hands.add(hand)
        hand.thread.start()

    def work(self, hand: Hand) -> None:
        while (job := self.waiting.get()) is not None:
            hand.since = time.monotonic()
            job()
            del job
            with self.lock:
                hand.since = None
                if hand.relieved:
                    self.hands.remove(hand)
                    return
        with self.lock:
            self.hands.remove(hand)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor has it
        """Nothing may be submitted any more; with `wait`, until everything is done that was."""
        with self.lock:
            threads = [hand.thread for hand in self.hands if hand.thread]
        for _ in threads:
            self.waiting.put(None)
        for thread in threads if wait else ():
            thread.join()


def carry_out(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - whoever waits for the future is told
        future.set_exception(error)
