"""Child processes that live as long as their parent: started, watched, restarted, stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from web.leash import LEASH

FIRST_DELAY, LONGEST_DELAY, HEALTHY = 0.5, 10.0, 30.0
"""Seconds: before a dead child is started again, doubled at each further death until it has lived HEALTHY."""
PATIENCE = 30
"""Seconds between SIGTERM and SIGKILL."""


@dataclass
class Child:
    """One verb of ours in a process of its own."""

    arguments: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    due: float = field(default_factory=time.monotonic)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Its standard input is a pipe from us that nobody writes to: it closes when we are gone."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "web", *self.arguments],
            stdin=subprocess.PIPE,
            env={**os.environ, **self.environment, LEASH: "1"},
            start_new_session=True,  # Ctrl-C reaches us alone; we pass it on
        )
        self.started = time.monotonic()

    def look_after(self, report: Callable[[str, int], None]) -> None:
        """Start it when it is due; when it has just died, say so and plan the next start."""
        if self.is_alive:
            return
        now = time.monotonic()
        if self.process is not None:
            report(self.arguments[0], self.process.returncode)
            self.delay = FIRST_DELAY if now - self.started > HEALTHY else min(self.delay * 2, LONGEST_DELAY)
            self.process, self.due = None, now + self.delay
        elif now >= self.due:
            self.start()


def supervise(children: Sequence[Child], stopping: threading.Event, report: Callable[[str, int], None]) -> None:
    """Keep the children alive until the event is set, then end them."""
    try:
        while not stopping.wait(0.1):
            for child in children:
                child.look_after(report)
    finally:
        stop(children)


def stop(children: Sequence[Child]) -> None:
    """Ask all to finish what they do; kill those that take longer than PATIENCE."""
    running = [child.process for child in children if child.process is not None and child.is_alive]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
