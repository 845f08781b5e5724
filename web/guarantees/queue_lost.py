"""The queue is only a doorbell: Redis is wiped and killed while web and workers are killed too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from signal import SIGKILL

from redis import Redis

from engine.text import Text
from web.promise import Promise
from web.servers import Server, redis_server
from web.storms.ground import Ground
from web.storms.killing import Work, kill_storm
from web.storms.mishaps import Mishap, Trouble, moments


class QueueLost(Promise):
    """FLUSHALL and SIGKILL of Redis, on top of the kill storm."""

    name = "queue_lost"
    sentence = Text(
        "If the queue (Redis) dies or is wiped, nothing is lost or done twice, and work goes on.",
        "Si la file (Redis) meurt ou est vidée, rien n’est perdu ni fait deux fois, et le travail continue.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        edits, wipes, deaths = ground.size(150, 10_000), ground.size(2, 5), ground.size(1, 3)

        def others(work: Work) -> Sequence[Trouble]:
            return [
                Mishap(lambda: wipe(redis), work.acknowledged, moments(ground.random, wipes, edits)),
                Mishap(lambda: die(redis), work.runs, moments(ground.random, deaths, edits)),
            ]

        with redis_server() as redis, ground.installation(redis.url) as here:
            workers = 1 if ground.kind == "sqlite" else 2
            figures = kill_storm(ground, here, edits=edits, kills=ground.size(2, 50), workers=workers, others=others)
            return {**figures, "FLUSHALL": wipes, "Redis kills": deaths}


def wipe(redis: Server) -> None:
    with Redis.from_url(redis.url) as client:
        client.flushall()


def die(redis: Server) -> None:
    redis.stop(SIGKILL)
    redis.start()
