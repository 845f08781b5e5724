"""What was confirmed survives PostgreSQL being stopped at once, again and again, in the middle of the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from engine.text import Text
from web.promise import Promise
from web.storms.ground import Ground, Installation
from web.storms.killing import Work, quiet_storm
from web.storms.mishaps import Mishap, Trouble, moments


class DatabaseRestarts(Promise):
    """An immediate stop: PostgreSQL writes nothing more, and recovers from its log when it starts."""

    name = "database_restarts"
    sentence = Text(
        "What was confirmed is stored when the database crashes, and work goes on when it is back.",
        "Ce qui a été confirmé reste enregistré quand la base tombe, et le travail reprend à son retour.",
    )
    databases: ClassVar[tuple[str, ...]] = ("postgresql",)

    def keep(self, ground: Ground) -> Mapping[str, object]:
        edits, restarts = ground.size(150, 5000), ground.size(2, 50)

        def others(work: Work) -> Sequence[Trouble]:
            return [Mishap(lambda: crash(here), work.acknowledged, moments(ground.random, restarts, edits))]

        with ground.installation() as here:
            work = quiet_storm(ground, here, edits, others)
            told = work.editor.unavailable
            return {"edits": edits, "restarts": restarts, "lost": 0, "double": 0, "told to wait": len(told)}


def crash(here: Installation) -> None:
    """Stop the server as `pg_ctl stop -m immediate` does, and start it again."""
    if here.server is not None:
        here.server.stop()
        here.server.start()
