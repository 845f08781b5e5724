"""The web process: granian in this process's own event loop, or several granian workers."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

from granian.constants import Interfaces
from litestar import Litestar

from engine.settings import Settings, read
from web import leash, logs
from web.app import create_app
from web.traffic import Watched

GRACE, LONGEST_DRAIN = 20, 8
"""Seconds after SIGTERM: that running requests get; before that, how long others are still accepted while `/readyz` says no."""


def serve(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Answer until SIGTERM or Ctrl-C."""
    logs.set_up()
    if workers == 1:
        with asyncio.Runner(loop_factory=quick_loop()) as runner:
            runner.run(serve_here(open_app(settings), host, port))
    else:
        serve_in_children(settings, host, port, workers)


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop's, where there is one for this platform."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def open_app_in_child() -> Watched:
    """What each of granian's own processes calls; they end when their parent is killed."""
    leash.follow_parent()
    logs.set_up()
    return Watched(open_app(Settings.load()))


def open_app(settings: Settings) -> Litestar:
    """The application of a process that serves: with Redis, what it commits rings the workers."""
    if settings.redis_url:
        from automations.worker import ring

        ring(settings)
    return create_app(settings)


async def serve_here(app: Litestar, host: str, port: int) -> None:
    """One process; its event streams are told to end, so that a restart need not wait for open pages."""
    from granian.server.embed import Server

    server = Server(
        Watched(app), address=host, port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False
    )
    loop = asyncio.get_running_loop()
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
    from granian.server import Server

    os.environ["ROUAGE_DATA_DIR"] = str(settings.data)
    Server(
        "web.serve:open_app_in_child",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=False,
        workers=workers,
        workers_kill_timeout=GRACE,
        log_enabled=False,
    ).serve()
