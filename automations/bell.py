"""The doorbell: reads from the database what waits, and rings the tasks for it. A ring may be lost; the next look finds it."""

import logging
from collections.abc import Mapping
from typing import Any

from engine.db import Database
from engine.queries.waiting import everything

log = logging.getLogger(__name__)
EXPIRES = 60
"""Seconds after which a ring that no worker heard says nothing any more."""
TASKS = {"boards": "drain", "deliveries": "deliver", "jobs": "work"}
"""Which task takes the ids of what waits."""
Tasks = Mapping[str, Any]


def ring_all(db: Database, tasks: Tasks) -> None:
    """Ring for everything that waits. Where the broker cannot be reached, do the work right here."""
    with db.glance() as connection:
        waiting = everything(connection)
    reachable = True
    for kind, numbers in waiting.items():
        for number in numbers:
            reachable = reachable and knock(tasks[TASKS[kind]], number)
            if not reachable:
                tasks[TASKS[kind]](number)


def knock(task: Any, number: int) -> bool:
    """False, with a line in the log, when the broker cannot be reached."""
    try:
        task.apply_async((number,), retry=False, expires=EXPIRES)
    except Exception as error:  # noqa: BLE001 - brokers fail in many ways, and none of them matters
        log.warning("the bell did not ring for %s %s: %s", task.name, number, error)
        return False
    return True
