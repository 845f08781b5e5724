"""A fresh installation to measure on: a folder and a database of its own, gone afterwards."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from engine.commands.logins import create_token, log_in
from engine.commands.members import create_user, first_workspace, installation
from engine.db import Database
from engine.permissions import Role
from engine.queries.members import actor_by_email
from engine.raw import own_database, settle_statistics
from engine.settings import Settings
from engine.text import Text
from migrations import upgrade
from web.bench.field import Field
from web.bench.seed import seed
from web.command import refuse
from web.servers import Server, postgresql_server

EMAIL = "bench@example.com"
NO_SERVER = Text(
    "No PostgreSQL can be started from here: give the URL of a server with --database.",
    "Aucun PostgreSQL ne peut être démarré d’ici : donnez l’URL d’un serveur avec --database.",
)


@contextmanager
def seeded(items: int, database_url: str | None, redis_url: str | None) -> Iterator[tuple[Field, float]]:
    """The field, and the seconds that filling the board took."""
    with tempfile.TemporaryDirectory(prefix="rouage-bench-") as folder, own(database_url, Path(folder)) as url:
        settings = Settings(Path(folder), url, redis_url, "bench", None, "bench@example.com", "http://127.0.0.1")
        database = Database.of(settings)
        upgrade(database)
        field, seconds = furnished(settings, database, items)
        try:
            yield field, seconds
        finally:
            field.close()


def furnished(settings: Settings, database: Database, items: int) -> tuple[Field, float]:
    with database.write() as session:
        owner = installation(first_workspace(session))
        create_user(session, owner, EMAIL, "Bench", password_hash="-", role=Role.OWNER, language="en")  # noqa: S106
    with database.write() as session:
        actor = actor_by_email(session, EMAIL)
        token, cookie = create_token(session, actor, "Bench"), log_in(session, actor.user_id)
    begun = time.perf_counter()
    board_id = seed(database, actor, items)
    seconds = time.perf_counter() - begun
    settle_statistics(database)
    return Field(settings, database, actor, board_id, items, token, cookie), seconds


@contextmanager
def own(database_url: str | None, folder: Path) -> Iterator[str]:
    """SQLite in the folder, a database of its own on the server that the URL names, or on one of our own for `postgresql` alone."""
    if database_url is None:
        yield f"sqlite:///{folder / 'rouage.db'}"
    elif database_url != "postgresql":
        with own_database(database_url) as url:
            yield url
    else:
        with started() as server, own_database(server.url) as url:
            yield url


@contextmanager
def started() -> Iterator[Server]:
    """A PostgreSQL of our own, which keeps what it has answered for. Raises a sentence where there is none to start."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgresql_server())
        except RuntimeError as error:
            raise refuse(NO_SERVER) from error
        yield server
