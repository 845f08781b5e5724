"""A broker that takes connections and never answers holds nobody up, and its work is done all the same."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import quantiles

from engine.text import Text
from web.promise import Promise
from web.storms.broken import check
from web.storms.ground import Ground
from web.storms.killing import quiet_storm


class BlackHole(Promise):
    """The worst kind of outage: nothing refuses, everything waits."""

    name = "black_hole"
    sentence = Text(
        "A queue (Redis) that hangs does not hold your edits up, and automations go on without it.",
        "Une file (Redis) qui ne répond plus ne retarde pas vos modifications, et les automatisations continuent sans elle.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        edits = ground.size(60, 2000)
        allowed = ground.size(500, 50)
        alone = self.p95(ground.beside("alone"), edits, None)
        with black_hole() as url:
            held = self.p95(ground.beside("hole"), edits, url)
        check(held <= alone + allowed, f"p95 of an edit is {held:.0f} ms, and {alone:.0f} ms without a queue")
        return {"edits": edits, "p95 ms": round(held, 1), "p95 ms without a queue": round(alone, 1), "lost": 0}

    def p95(self, ground: Ground, edits: int, redis_url: str | None) -> float:
        """Milliseconds of an edit, after all of them have had their effects."""
        with ground.installation(redis_url) as here:
            return quantiles(quiet_storm(ground, here, edits).editor.milliseconds, n=20)[-1]


@contextmanager
def black_hole() -> Iterator[str]:
    """The URL of a port that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
