"""Where a storm rages: a new installation on servers of its own, and the programs of Rouage started on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from engine.db import Database
from engine.settings import Settings
from web.leash import LEASH
from web.servers import Server, postgresql_server

DATABASES = ("sqlite", "postgresql")
SETTINGS = ("synchronous_commit=on", "fsync=off", "full_page_writes=on")
"""PostgreSQL as it keeps what it has answered for when its processes die; only a power cut is left out, to save time."""


@dataclass
class Ground:
    """One storm on one kind of database. `folder` is new and its own; `random` is repeatable by its seed."""

    kind: str
    folder: Path
    random: Random
    short: bool

    def size(self, short: int, long: int) -> int:
        """How much of something, as it is checked at every change and as it is promised."""
        return short if self.short else long

    def beside(self, name: str) -> Ground:
        """The same with a folder of its own within."""
        folder = self.folder / name
        folder.mkdir()
        return replace(self, folder=folder)

    @property
    def patience(self) -> float:
        """Seconds after which a storm is given up."""
        return 180 if self.short else 3600

    @contextmanager
    def installation(
        self, redis_url: str | None = None, mail_url: str | None = None, within: Path | None = None
    ) -> Iterator[Installation]:
        """Empty, until the block ends; `within` another folder than the storm's own."""
        with self.database_server(within) as server:
            data = within or self.folder
            url = server.url if server else f"sqlite:///{data}/rouage.db"
            settings = Settings(
                data=data,
                database_url=url,
                redis_url=redis_url,
                secret_key="the secret of a storm",  # noqa: S106 - of an installation that lives for minutes
                mail_url=mail_url,
                mail_from="rouage@localhost",
                base_url="http://127.0.0.1",
            )
            database = Database.of(settings)
            try:
                yield Installation(settings, database, server)
            finally:
                database.close()

    @contextmanager
    def database_server(self, within: Path | None) -> Iterator[Server | None]:
        if self.kind == "sqlite":
            yield None
        else:
            with postgresql_server(SETTINGS, within) as server:
                yield server


@dataclass
class Installation:
    """Settings, database and, where there is one, the database's server."""

    settings: Settings
    database: Database
    server: Server | None

    def program(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a verb of `rouage` in a process of its own, which also dies with us; it writes to `programs.log`."""
        with (self.settings.data / "programs.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "web", *arguments],
                env={**os.environ, **environment_of(self.settings), **environment, LEASH: "1"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def web(self, port: int, **environment: str) -> subprocess.Popen[bytes]:
        return self.program("web", "--port", str(port), **environment)

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        return self.program("worker", **environment)


def environment_of(settings: Settings) -> dict[str, str]:
    """What a program must be told to work on this installation."""
    return {
        "ROUAGE_DATA_DIR": str(settings.data),
        "ROUAGE_DATABASE_URL": settings.database_url,
        "ROUAGE_REDIS_URL": settings.redis_url or "",
        "ROUAGE_SECRET_KEY": settings.secret_key,
        "ROUAGE_MAIL_URL": settings.mail_url or "",
        "ROUAGE_MAIL_FROM": settings.mail_from,
        "ROUAGE_RUNS_PER_MINUTE": "1000000",
    }
