"""The web process: granian in this process's own event loop, or several such processes on one port."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from litestar import Litestar
from litestar.concurrency import set_asyncio_executor

from automations.wakeup import tell_of_commits
from engine.garbage import settle
from engine.settings import Settings, read
from web import logs
from web.app import create_app
from web.hands import Hands
from web.open_files import allow_files
from web.patience import Patient
from web.supervisor import Child, supervise
from web.traffic import Watched

logger = logging.getLogger("rouage.web")

GRACE, LONGEST_DRAIN = 20, 8
"""Seconds after SIGTERM: that running requests get; before that, how long others are still accepted while `/readyz` says no."""

PATIENCE = 30.0
"""Seconds for the head of a request, and for a body that hardly comes; a connection that is kept open may be silent as long."""
CONNECTIONS = 10_000
"""At once in a process, silent ones and the event stream of each open page included; the rest waits."""
FILES = 200
"""That a process has open besides."""
FEW: Mapping[bool, int] = {True: 1, False: 2}
"""Handlers at once, as long as they are quick: on SQLite they compute all the time, on PostgreSQL they wait for it."""


def serve(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Answer until SIGTERM or Ctrl-C."""
    logs.set_up()
    if workers == 1:
        app = open_app(settings)
        hands = Hands(FEW[app.state.database.is_sqlite])
        set_asyncio_executor(cast("ThreadPoolExecutor", hands))
        with asyncio.Runner(loop_factory=quick_loop()) as runner:
            try:
                runner.run(serve_here(app, host, port))
            finally:
                runner.run(asyncio.to_thread(hands.shutdown))  # in the loop, which ends the process after the grace
    else:
        serve_in_children(settings, host, port, workers)


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop's, where there is one for this platform."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def open_app(settings: Settings) -> Litestar:
    """The application of a process that serves: what it commits is told to the others, with Redis straight to the workers."""
    app = create_app(settings)
    if settings.redis_url:
        from automations.worker import ring

        ring(settings)
    else:
        tell_of_commits(settings, app.state.database)
    return app


async def serve_here(app: Litestar, host: str, port: int) -> None:
    """One process; its event streams are told to end, so that a restart need not wait for open pages."""
    from granian.server.embed import Server

    patience = float(read("ROUAGE_PATIENCE_SECONDS") or PATIENCE)
    server = Server(
        Patient(Watched(app), patience),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        # told from HTTP/2 by its first bytes, a connection that sends none would never end
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(patience * 1000)),
        backlog=1024,
        backpressure=max(1, allow_files(CONNECTIONS + FILES) - FILES),
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    settle()
    drain = min(float(read("ROUAGE_DRAIN_SECONDS") or 0), LONGEST_DRAIN)

    def stop() -> None:
        if not app.state.stopping.is_set():
            app.state.stopping.set()
            loop.call_later(drain, server.stop)
            loop.call_later(drain + GRACE, os._exit, 0)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve()


def serve_in_children(settings: Settings, host: str, port: int, workers: int) -> None:
    """Each is a web process like any other, and stops like one. Linux deals a port's connections out to all who listen on it."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    arguments = ["web", "--host", host, "--port", str(port), "--data", str(settings.data)]
    supervise([Child(arguments, {}) for _ in range(workers)], stopping, report)


def report(name: str, code: int) -> None:
    logger.error("a %s process ended with code %d; it is started again", name, code)
