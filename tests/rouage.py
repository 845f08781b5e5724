"""The whole program as a person starts it: `rouage up` in a process of its own."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from web.servers import free_port

START_SECONDS = 60


@dataclass
class Running:
    """A started program: its address, what it printed, its process."""

    address: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def last_lines(self) -> str:
        return "\n".join(self.lines[-20:])

    @property
    def owner_link(self) -> str:
        """The one-time link that the first start prints."""
        found = re.search(r"http://\S+/welcome/\S+", "\n".join(self.lines))
        assert found is not None, self.last_lines
        return found[0]

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not any(words in line for line in self.lines):
            assert self.process.poll() is None, self.last_lines
            assert time.monotonic() < deadline, self.last_lines
            time.sleep(0.05)


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Running]:
    """`rouage up` on a data folder, ready to be asked; ends with the block."""
    port = free_port()
    settings = {"ROUAGE_PASSWORD_MEMORY": "64", "LANG": "en_GB.UTF-8", "LC_ALL": "", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "up", "--port", str(port), "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **settings, **environment},
    )
    program = Running(f"http://127.0.0.1:{port}", process)
    listener = threading.Thread(target=listen, args=(program,), daemon=True)
    listener.start()
    try:
        program.wait_for("Rouage is ready")
        yield program
    finally:
        process.terminate()
        process.wait(START_SECONDS)
        listener.join(START_SECONDS)


def listen(program: Running) -> None:
    assert program.process.stdout is not None
    with program.process.stdout as lines:
        for line in lines:
            program.lines.append(line.rstrip())
