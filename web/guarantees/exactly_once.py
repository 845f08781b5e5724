"""Exactly once: web and workers are killed while a rule acts on each of thousands of edits."""

from __future__ import annotations

from collections.abc import Mapping

from engine.text import Text
from web.promise import Promise
from web.storms.ground import Ground
from web.storms.killing import kill_storm


class ExactlyOnce(Promise):
    """Without Redis: the database alone has to be enough."""

    name = "exactly_once"
    sentence = Text(
        "Each trigger takes effect in your data exactly once, whichever process dies.",
        "Chaque déclencheur agit exactement une fois sur vos données, quel que soit le processus qui meurt.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        with ground.installation() as here:
            workers = 1 if ground.kind == "sqlite" else 2
            return kill_storm(ground, here, edits=ground.size(120, 10_000), kills=ground.size(2, 50), workers=workers)
