"""Many open pages, in a process of their own: they take nothing from whoever times what they hear."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import NamedTuple

from web.open_files import allow_files
from web.storms.pages import Crowd, OpenPage

FILES = 4096
"""More than the pages need."""


@dataclass(frozen=True, slots=True)
class Seats:
    """So many pages of a board, which show it as it was after event `seq`."""

    port: int
    cookie: str
    board_id: int
    seq: int
    count: int


class Word(NamedTuple):
    """One page heard of one item, at a moment of the machine's own clock."""

    item_id: int
    moment: float


@dataclass
class Audience:
    """Pages that are open; `leave` ends them and gives what they have heard."""

    process: subprocess.Popen[bytes]

    def leave(self) -> list[Word]:
        found, _ = self.process.communicate()
        return [Word(*one) for one in json.loads(found)]


@contextmanager
def audience(seats: Seats) -> Iterator[Audience]:
    """Let in, all of them. Raises when they are not."""
    command = [sys.executable, "-m", "web.bench.audience", json.dumps(asdict(seats))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout  # noqa: S101 - a pipe was asked for
            if process.stdout.readline() != b"open\n":
                raise RuntimeError("the pages were not let in")
            yield Audience(process)
        finally:
            process.kill()


def listen(seats: Seats) -> None:
    """Says when all pages are open, listens until its input ends, and tells what each has heard."""
    allow_files(FILES)
    pages = [OpenPage(seats.board_id, seats.seq) for _ in range(seats.count)]
    crowd = Crowd(f"http://127.0.0.1:{seats.port}", seats.cookie, pages)
    crowd.start()
    crowd.wait_until_open()
    sys.stdout.write("open\n")
    sys.stdout.flush()
    sys.stdin.read()
    crowd.leave()
    sys.stdout.write(
        json.dumps([(item, heard.moment) for page in pages for heard in page.heard for item in heard.items])
    )


if __name__ == "__main__":
    listen(Seats(**json.loads(sys.argv[1])))
