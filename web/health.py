"""Whether the parts of an installation work: asked by `/healthz`, `/readyz` and `rouage doctor`."""

from __future__ import annotations

import time

from engine.settings import Settings

FRESH = 10
"""Seconds that a worker's heartbeat counts."""


def worker_is_alive(settings: Settings) -> bool:
    """Whether a worker on this data folder has touched its heartbeat lately.

    With Redis, workers may run on other machines, with other data folders: only a heartbeat that stopped counts.
    """
    try:
        return time.time() - (settings.data / "worker.alive").stat().st_mtime < FRESH
    except FileNotFoundError:
        return settings.redis_url is not None
