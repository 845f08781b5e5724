"""A small disk that can be filled to its last byte, and emptied."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from web.storms.broken import Broken

MEGABYTE = 1024 * 1024


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory at `folder`. Raises Broken where we may not mount one: then nothing can be proved."""
    folder.mkdir()
    mounted = subprocess.run(
        [program("mount"), "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "rouage-storm", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        raise Broken(f"not tried: a small disk cannot be mounted here ({mounted.stderr.strip()}); run this as root")
    try:
        yield folder
    finally:
        subprocess.run([program("umount"), "--lazy", str(folder)], check=False)


def program(name: str) -> str:
    """Raises Broken where there is none."""
    if found := shutil.which(name):
        return found
    raise Broken(f"not tried: there is no program “{name}” here")


def fill(disk: Path, leave: int) -> None:
    """Take all its room but so many bytes."""
    free = os.statvfs(disk)
    with (disk / "ballast").open("wb") as ballast:
        for _ in range(max(0, free.f_bavail * free.f_frsize - leave) // MEGABYTE):
            ballast.write(bytes(MEGABYTE))
        rest = os.statvfs(disk)
        ballast.write(bytes(max(0, rest.f_bavail * rest.f_frsize - leave)))


def empty(disk: Path) -> None:
    """Give the room back."""
    (disk / "ballast").unlink(missing_ok=True)
