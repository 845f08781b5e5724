"""`rouage up`: everything on one machine, with one command."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import click

from engine.commands.invitations import invite_owner
from engine.db import Database
from engine.queries.members import has_owner
from engine.settings import Settings, read
from engine.text import Text
from web.command import prepare, refuse, say, tell, with_settings
from web.supervisor import Child, supervise
from web.verbs.web import HOST, PORT

READY = Text("Rouage is ready: {address}", "Rouage est prêt : {address}")
LINK = Text(
    "Create the owner’s account with this link (it works once, for 24 hours): {address}/welcome/{secret}",
    "Créez le compte du propriétaire avec ce lien (il sert une fois, pendant 24 heures) : {address}/welcome/{secret}",
)
TAKEN = Text(
    "Port {port} is in use. Stop the other program, or choose another port: rouage up --port {other}",
    "Le port {port} est déjà utilisé. Arrêtez l’autre programme ou choisissez un autre port : rouage up --port {other}",
)
RUNNING = Text(
    "Rouage runs already on the data folder {data}. Stop it first, or choose another folder with --data.",
    "Rouage tourne déjà sur le dossier de données {data}. Arrêtez-le d’abord ou choisissez un autre dossier avec --data.",
)
DIED = Text(
    "The process “{name}” ended (code {code}); it is started again.",
    "Le processus « {name} » s’est arrêté (code {code}) ; il est relancé.",
)
LATE = Text(
    "Rouage did not get ready in {seconds} seconds; the lines above say why.",
    "Rouage n’a pas démarré en {seconds} secondes ; les lignes ci-dessus disent pourquoi.",
)
START_SECONDS = 90


@click.command("up")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=int, help="Port to listen on.")
@with_settings
def command(settings: Settings, host: str, port: int) -> None:
    """Migrate, then run web server and worker until Ctrl-C; print the address, and at first the owner's link."""
    with locked(settings):
        check_port(host, port)
        address = read("ROUAGE_BASE_URL") or f"http://{shown(host)}:{port}"
        secret = first_link(settings)
        environment = {"ROUAGE_BASE_URL": address, "ROUAGE_DATA_DIR": str(settings.data)}
        web = Child(["web", "--host", host, "--port", str(port)], environment)
        helpers = [Child([verb], environment) for verb in (("worker", "beat") if settings.redis_url else ("worker",))]
        run([web, *helpers], f"http://{shown(host)}:{port}/healthz", address, secret)


def run(children: list[Child], health: str, address: str, secret: str | None) -> None:
    """Until somebody stops us; the address is printed once everything answers."""
    stopping, late = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())

    def announce() -> None:
        if wait_until_ready(health, stopping):
            tell(READY, address=address)
            if secret:
                tell(LINK, address=address, secret=secret)
            sys.stdout.flush()
        elif not stopping.is_set():
            late.set()
            stopping.set()

    threading.Thread(target=announce, daemon=True).start()
    supervise(children, stopping, lambda name, code: click.echo(say(DIED, name=name, code=code), err=True))
    if late.is_set():
        raise refuse(LATE, seconds=START_SECONDS)


def wait_until_ready(health: str, stopping: threading.Event) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not stopping.wait(0.05):
        try:
            with urllib.request.urlopen(health, timeout=2) as answer:  # noqa: S310 - our own server, over http
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            continue
    return False


def first_link(settings: Settings) -> str | None:
    """A fresh link for the owner's account while nobody has made it."""
    database = Database.of(settings)
    installation = prepare(database)
    with database.write() as session:
        secret = None if has_owner(session) else invite_owner(session, installation)
    database.close()
    return secret


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Only one `rouage up` for a data folder; the lock ends with the process, however it ends."""
    with (settings.data / "rouage.lock").open("a+", encoding="ascii") as file:
        if not lock(file):
            raise refuse(RUNNING, data=settings.data)
        yield


def lock(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows keeps no such lock; the port is checked there too
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def check_port(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise refuse(TAKEN, port=port, other=port + 1) from error


def shown(host: str) -> str:
    """A host that a browser on this machine can open."""
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
