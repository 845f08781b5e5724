"""The disk gets full in the middle of the work, and is emptied again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.text import Text
from web.promise import Promise
from web.storms.broken import check
from web.storms.disk import MEGABYTE, empty, fill, small_disk
from web.storms.ground import Ground, Installation
from web.storms.killing import Work, quiet_storm
from web.storms.mishaps import Mishap, Trouble

LEFT = MEGABYTE // 8
"""Bytes that are free when the work begins to run out of room."""
ANSWERS = 10
"""That say so, until somebody makes room."""


class FullDisk(Promise):
    """Data folder and database are on a small disk of their own."""

    name = "full_disk"
    sentence = Text(
        "What was confirmed is stored when the disk is full; the server says so, and goes on once there is room.",
        "Ce qui a été confirmé reste enregistré quand le disque est plein ; le serveur le dit, et reprend dès qu’il y a de la place.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        edits = ground.size(400, 4000)
        megabytes = 32 if ground.kind == "sqlite" else 256
        with small_disk(ground.folder / "disk", megabytes) as disk, ground.installation(within=disk) as here:

            def others(work: Work) -> Sequence[Trouble]:
                return [
                    Mishap(lambda: fill(disk, LEFT), work.acknowledged, [edits // 10]),
                    Mishap(lambda: make_room(here, disk), lambda: len(work.editor.unavailable), [ANSWERS]),
                ]

            told = quiet_storm(ground, here, edits, others).editor.unavailable
            full = [sentence for sentence in told if "disk is full" in sentence]
            check(bool(full), f"nobody was told that the disk is full, but: {set(told)}")
            return {"edits": edits, "full disks": 1, "lost": 0, "double": 0, "told so": len(told)}


def make_room(here: Installation, disk: Path) -> None:
    """As an administrator does; a PostgreSQL that gave up is started again."""
    empty(disk)
    if here.server is not None and here.server.process is not None and here.server.process.poll() is not None:
        here.server.start()
