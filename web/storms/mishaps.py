"""Processes that are killed at random while they work, servers that fail, until the work is done."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from web.storms.broken import check

PAUSE = 0.02
"""Seconds between looks at how far the work is."""


class Trouble(Protocol):
    """What can be tended until it is over."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen, and the work is done."""

    def tend(self, random: Random) -> None:
        """Look at how far the work is, and do what is due."""

    def end(self) -> None:
        """Leave nothing running."""


@dataclass
class Victim:
    """A kind of process: how it is started, how far of `total` it has got, and at which points of that it dies."""

    start: Callable[[], subprocess.Popen[bytes]]
    progress: Callable[[], int]
    total: int
    deaths: list[int]
    process: subprocess.Popen[bytes] | None = None
    killed: int = 0

    @property
    def over(self) -> bool:
        return not self.deaths and self.progress() >= self.total

    def tend(self, random: Random) -> None:
        """Start it when it is needed and not there; kill it, a moment later, when its time has come."""
        if self.process is None or self.process.poll() is not None:
            self.process = self.start() if self.progress() < self.total else None
        elif self.deaths and self.progress() >= self.deaths[0]:
            time.sleep(random.uniform(0, 0.02))
            self.end()
            self.deaths.pop(0)
            self.killed += 1

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdin is not None:
                self.process.stdin.close()


@dataclass
class Mishap:
    """Something that happens whenever the work has got to one of these points."""

    happens: Callable[[], None]
    progress: Callable[[], int]
    moments: list[int]
    happened: int = 0

    @property
    def over(self) -> bool:
        return not self.moments

    def tend(self, random: Random) -> None:
        if self.moments and self.progress() >= self.moments[0]:
            self.moments.pop(0)
            self.happens()
            self.happened += 1

    def end(self) -> None:
        """Nothing of it goes on."""


def rage(troubles: Sequence[Trouble], random: Random, seconds: float) -> None:
    """Until all is done and everything has happened as often as it should. Raises Broken when it takes too long."""
    deadline = time.monotonic() + seconds
    try:
        while not all(trouble.over for trouble in troubles):
            check(time.monotonic() < deadline, f"the work was not done after {seconds:.0f} seconds")
            for trouble in troubles:
                trouble.tend(random)
            time.sleep(PAUSE)
    finally:
        for trouble in troubles:
            trouble.end()


def moments(random: Random, count: int, total: int) -> list[int]:
    """Points between the beginning and shortly before the end of the work."""
    return sorted(random.sample(range(1, total - total // 20), count))
