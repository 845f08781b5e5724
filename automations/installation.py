"""What the tasks of this process work on: its settings, its database, how far rules may run, whether it is stopping."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from automations.outcome import Limits
from engine.db import Database
from engine.settings import Settings, read


@dataclass(frozen=True)
class Installation:
    settings: Settings
    db: Database
    limits: Limits
    stopping: threading.Event = field(default_factory=threading.Event)
    told: threading.Event = field(default_factory=threading.Event)
    """Set when something may have come to wait: its bell need not hear of what it does itself."""

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """`ROUAGE_RUNS_PER_MINUTE` is how often one rule may run before its runs are delayed."""
        per_minute = read("ROUAGE_RUNS_PER_MINUTE")
        limits = Limits(runs_per_minute=int(per_minute)) if per_minute else Limits()
        return cls(settings, Database.of(settings), limits)


opened: list[Installation] = []
"""One per process: a worker's or beat's own."""
lanes: dict[str, threading.BoundedSemaphore] = {}


def installation() -> Installation:
    return opened[-1]


@contextmanager
def lane(name: str, width: int) -> Iterator[bool]:
    """Whether there is room for one more: slow work never takes all threads from the rules. What finds none is rung again."""
    semaphore = lanes.setdefault(name, threading.BoundedSemaphore(width))
    free = semaphore.acquire(blocking=False)
    try:
        yield free
    finally:
        if free:
            semaphore.release()
