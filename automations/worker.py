"""The processes around the tasks: a worker that finds its work even without a broker, the clock, the bell of web processes.

| | a ring comes from | found at the latest |
|---|---|---|
| SQLite | the worker itself, which watches the database | after 50 ms |
| PostgreSQL without Redis | the database, which tells of commits | after 1 s, by the worker's own look |
| Redis | web processes after a commit, and beat each second | after 5 s, by the worker's own look |
"""

import logging
import math
import sys
import threading
import time
import warnings
from typing import Any

from celery import bootsteps
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging, worker_shutting_down

from automations.bell import knock, ring_all
from automations.installation import Installation, installation, opened
from automations.tasks import RUNG, app, drain, tick
from automations.wakeup import tell_of_commits, tell_redis
from engine.commands.runs import end_leases
from engine.commands.search import tend_index
from engine.commands.shortcuts import tend_shortcuts
from engine.commands.sweeping import sweep
from engine.commits import Ear
from engine.errors import Invalid
from engine.garbage import settle
from engine.settings import Settings
from engine.text import Text
from engine.watch import Watch

log = logging.getLogger(__name__)
THREADS = 4
FIRST_SWEEP, SWEEPS_EACH = 60.0, 3600.0
TENDED_EACH = 30.0
"""Seconds."""
NOBODYS = 0
"""The id of no board."""
GATHER = 0.05
"""Seconds after a look in which others' commits gather for the next one."""
NO_REDIS = Text(
    "Without Redis there is no clock to run: the worker has its own. Start rouage worker.",
    "Sans Redis, il n’y a pas d’horloge à lancer\u00a0: le worker a la sienne. Lancez rouage worker.",
)


def run_worker(settings: Settings) -> None:
    """Blocks until SIGTERM; then begins nothing new, ends what has begun, and exits the process."""
    here = open_installation(settings)
    if here.db.is_sqlite:
        with here.db.write() as session:
            end_leases(session)
    tell_of_commits(settings, here.db)
    app.steps["worker"].add(BellStep)
    # about pickled messages, which we do not accept
    warnings.filterwarnings("ignore", category=SecurityWarning)
    worker_shutting_down.connect(stop, weak=False)
    alone: Any = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
    settle()
    worker = app.Worker(pool="threads", concurrency=THREADS, loglevel="WARNING", quiet=True, **alone)
    worker.start()
    here.db.close()
    sys.exit(worker.exitcode or 0)


def run_beat(settings: Settings) -> None:
    """Blocks until SIGTERM: rings `tick` each second through Redis. Users' schedules are not its business."""
    if not settings.redis_url:
        raise Invalid(NO_REDIS)
    open_installation(settings)
    app.Beat(scheduler_cls="celery.beat:Scheduler", max_interval=1, loglevel="WARNING", quiet=True).run()


def ring(settings: Settings) -> None:
    """For a web process: after a commit, ring for its boards and wake open pages. A request never waits for it."""
    if settings.redis_url:
        configure(settings)
        tell_redis(settings.redis_url, knock_for)


def knock_for(touched: set[int]) -> None:
    for board_id in touched:
        knock(drain, board_id)


def open_installation(settings: Settings) -> Installation:
    configure(settings)
    setup_logging.connect(keep_log, weak=False)
    opened.append(Installation.open(settings))
    return installation()


def configure(settings: Settings) -> None:
    """A broker carries doorbells, never the only copy of anything: no results, no events, JSON only."""
    embedded = {"polling_interval": 0.01}
    shared = {"socket_timeout": 2, "socket_connect_timeout": 1}
    app.conf.update(
        broker_url=settings.redis_url or "memory://localhost/",
        broker_transport_options=shared if settings.redis_url else embedded,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_default_queue="rouage",
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        beat_schedule={"tick": {"task": tick.name, "schedule": 1.0, "options": {"expires": 5}}},
    )


def keep_log(**_: Any) -> None:
    """Celery asks who sets up the log: whoever started us has."""


def stop(**_: Any) -> None:
    installation().stopping.set()


class BellStep(bootsteps.StartStopStep):
    """The worker's own bell and its sign of life, in threads beside its tasks."""

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        for work in (watch, live, clean, tend, hasten):
            threading.Thread(target=work, args=(installation(),), name=work.__name__, daemon=True).start()

    def stop(self, parent: Any) -> None:
        stop()


def live(here: Installation) -> None:
    """Touch, each second, the file that says that this worker lives."""
    sign = here.settings.data / "worker.alive"
    while not here.stopping.is_set():
        sign.touch()
        here.stopping.wait(1)
    sign.unlink(missing_ok=True)


def hasten(here: Installation) -> None:
    """Celery sees that it is to stop when a message comes or after two seconds, twice: rings for nobody spare it both."""
    here.stopping.wait()
    for _ in range(3):
        knock(drain, NOBODYS)
        time.sleep(0.05)


def clean(here: Installation) -> None:
    """Empty the trash of what is too old, a minute after the start and then each hour."""
    pause = FIRST_SWEEP
    while not here.stopping.wait(pause):
        pause = SWEEPS_EACH
        try:
            sweep(here.db)
        except Exception:
            log.exception("the trash could not be emptied")


def tend(here: Installation) -> None:
    """Keep the index of words in order, and let large boards have the indexes that their views call for."""
    while not here.stopping.wait(TENDED_EACH):
        try:
            tend_index(here.db)
            tend_shortcuts(here.db)
        except Exception:
            log.exception("the indexes could not be tended")


def watch(here: Installation) -> None:
    """Look for what was left, then when the database has changed, and at every tick: time makes work, too."""
    told = here.told
    ear = None if here.settings.redis_url or here.db.is_sqlite else Ear(here.db, told.set, others=True)
    eye, ticked = Watch(here.db), -math.inf
    while not here.stopping.is_set():
        pause, tick_seconds = pace(here, hears=ear is not None and ear.hears)
        try:
            moment = time.monotonic()
            if eye.changed() or moment - ticked >= tick_seconds:
                ring_all(here.db, RUNG)
                ticked = moment
        except Exception:
            log.exception("the bell could not look for work")
        here.stopping.wait(GATHER if ear else 0)
        (told if ear else here.stopping).wait(pause)
        told.clear()


def pace(here: Installation, *, hears: bool) -> tuple[float, float]:
    """Seconds between looks for a change, and between looks whatever has changed."""
    if here.settings.redis_url:
        return 5.0, 5.0
    if here.db.is_sqlite:
        return 0.05, 1.0
    return (1.0 if hears else 0.2), 1.0
