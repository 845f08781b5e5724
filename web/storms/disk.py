"""A small disk that can be filled to its last byte, and emptied."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from web.storms.broken import NotTried

MEGABYTE = 1024 * 1024


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory at `folder`. Raises NotTried where we may not mount one: then nothing can be proved."""
    folder.mkdir()
    mounted = subprocess.run(
        [program("mount"), "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "rouage-storm", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        raise NotTried(f"not tried: a small disk cannot be mounted here ({mounted.stderr.strip()}); run this as root")
    try:
        yield folder
    finally:
        subprocess.run([program("umount"), "--lazy", str(folder)], check=False)


def program(name: str) -> str:
    """Raises NotTried where there is none."""
    if found := shutil.which(name):
        return found
    raise NotTried(f"not tried: there is no program “{name}” here")


def fill(disk: Path, leave: int) -> None:
    """Take all its room but so many bytes."""
    with (
        suppress(OSError),
        (disk / "ballast").open("wb", buffering=0) as ballast,
    ):  # who writes beside us takes some, too
        while (free := room(disk) - leave) > 0:
            ballast.write(bytes(min(free, MEGABYTE)))


def room(disk: Path) -> int:
    """Bytes that are free."""
    now = os.statvfs(disk)
    return now.f_bavail * now.f_frsize


def empty(disk: Path) -> None:
    """Give the room back."""
    (disk / "ballast").unlink(missing_ok=True)
