"""Processes that are killed at random while they work, and started again until the work is done."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

SECONDS = 120


@dataclass
class Victim:
    """A kind of process: how it is started, how far of `total` it has got, and at which points of that it dies."""

    name: str
    start: Callable[[], "subprocess.Popen[bytes]"]
    progress: Callable[[], int]
    total: int
    deaths: list[int]
    process: "subprocess.Popen[bytes] | None" = None
    killed: int = field(default=0)

    def tend(self, random: Random) -> None:
        """Start it when it is needed and not there; kill it, a moment later, when its time has come."""
        if self.process is None or self.process.poll() is not None:
            self.process = self.start() if self.progress() < self.total else None
        elif self.deaths and self.progress() >= self.deaths[0]:
            time.sleep(random.uniform(0, 0.02))
            self.process.kill()
            self.process.wait()
            self.deaths.pop(0)
            self.killed += 1


def rage(victims: Sequence[Victim], random: Random) -> None:
    """Until all have done their work and died as often as they should."""
    deadline = time.monotonic() + SECONDS
    try:
        while any(victim.deaths or victim.progress() < victim.total for victim in victims):
            assert time.monotonic() < deadline, f"not done after {SECONDS} seconds"
            for victim in victims:
                victim.tend(random)
            time.sleep(0.005)
    finally:
        for victim in victims:
            if victim.process is not None:
                victim.process.kill()
                victim.process.wait()


def deaths(random: Random, count: int, total: int) -> list[int]:
    """Points between the beginning and shortly before the end of the work."""
    return sorted(random.sample(range(1, total - total // 20), count))
