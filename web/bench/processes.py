"""The product's own processes, started as an administrator starts them, and what they cost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from engine.settings import Settings
from web.leash import LEASH

START_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")
LISTENS = "0A"
"""A socket's state in `/proc/net/tcp`."""


@dataclass
class Process:
    """One verb of `rouage`; `log` is where it writes."""

    arguments: list[str]
    settings: Settings

    def __post_init__(self) -> None:
        with (self.settings.data / f"{self.arguments[0]}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "web", *self.arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **environment(self.settings), LEASH: "1"},
                start_new_session=True,
            )

    @property
    def family(self) -> list[int]:
        """It and the processes that it started."""
        found, fresh = [self.process.pid], [self.process.pid]
        while fresh:
            fresh = [child for pid in fresh for child in children(pid)]
            found += fresh
        return found

    def cpu(self) -> float:
        """Seconds that they have computed so far."""
        return sum(seconds(pid) for pid in self.family)

    def memory(self) -> float:
        """Proportional set size in MB."""
        return sum(proportional(pid) for pid in self.family)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


def environment(settings: Settings) -> dict[str, str]:
    return {
        "ROUAGE_DATA_DIR": str(settings.data),
        "ROUAGE_DATABASE_URL": settings.database_url,
        "ROUAGE_REDIS_URL": settings.redis_url or "",
        "ROUAGE_SECRET_KEY": settings.secret_key,
        "ROUAGE_BASE_URL": settings.base_url,
        "ROUAGE_RUNS_PER_MINUTE": "100000000",
    }


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text("ascii").split()]
    except OSError:
        return []


def seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def wait_for_port(port: int, process: Process, listeners: int = 1) -> None:
    """Until so many processes accept connections there: whoever connects earlier meets the first of them only.

    Raises when the process ends before.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.process.poll() is not None:
            break
        if listening(port) >= listeners:
            return
        time.sleep(0.01)
    raise RuntimeError(f"{process.arguments} did not start; see the logs in {process.settings.data}")


def listening(port: int) -> int:
    """How many sockets listen on this port of the machine's own address: each process has one."""
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    return sum(
        1 for _, local, _, state, *_ in map(str.split, lines) if local.endswith(f":{port:04X}") and state == LISTENS
    )
