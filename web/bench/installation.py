"""A fresh installation to measure on: a folder and a database of its own, gone afterwards."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import click

from engine.commands.logins import create_token, log_in
from engine.commands.members import create_user, first_workspace, installation
from engine.commands.search import tend_index
from engine.db import Database
from engine.permissions import Role
from engine.queries.members import actor_by_email
from engine.raw import own_database, settle_statistics
from engine.settings import Settings
from engine.text import Text
from migrations import upgrade
from web.bench.field import Field
from web.bench.seed import seed
from web.command import refuse, say
from web.servers import postgresql_server, redis

EMAIL = "bench@example.com"
NO_SERVER = Text(
    "No PostgreSQL can be started from here: give the URL of a server with --database.",
    "Aucun PostgreSQL ne peut être démarré d’ici : donnez l’URL d’un serveur avec --database.",
)
NO_REDIS = Text(
    "No Redis can be started from here: give the URL of one with --redis.",
    "Aucun Redis ne peut être démarré d’ici : donnez l’URL d’un serveur avec --redis.",
)
SEEDING = Text("{done} of {items} items after {seconds} s", "{done} éléments sur {items} après {seconds} s")
TOLD_EACH = 100_000
Started = TypeVar("Started")


@contextmanager
def seeded(items: int, database_url: str | None, redis_url: str | None) -> Iterator[tuple[Field, float]]:
    """The field, and the seconds that filling the board took."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rouage-bench-")))
        url, bell = stack.enter_context(own(database_url, folder)), stack.enter_context(own_redis(redis_url))
        settings = Settings(folder, url, None, "bench", None, "bench@example.com", "http://127.0.0.1")
        database = Database.of(settings)
        upgrade(database)
        field, seconds = furnished(settings, database, items)
        field.redis_url = bell
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
    board_id = seed(database, actor, items, lambda done: tell_progress(done, items, time.perf_counter() - begun))
    seconds = time.perf_counter() - begun
    settle_statistics(database)
    tend_index(database)
    return Field(settings, database, actor, board_id, items, token, cookie), seconds


def tell_progress(done: int, items: int, seconds: float) -> None:
    """What takes long says how far it has come."""
    if items > TOLD_EACH and done % TOLD_EACH == 0:
        click.echo(say(SEEDING, done=done, items=items, seconds=round(seconds)), err=True)


@contextmanager
def own(database_url: str | None, folder: Path) -> Iterator[str]:
    """SQLite in the folder, a database of its own on the server that the URL names, or on one of our own for `postgresql` alone."""
    if database_url is None:
        yield f"sqlite:///{folder / 'rouage.db'}"
    elif database_url != "postgresql":
        with own_database(database_url) as url:
            yield url
    else:
        with started(postgresql_server, NO_SERVER) as server, own_database(server.url) as url:
            yield url


@contextmanager
def own_redis(redis_url: str | None) -> Iterator[str | None]:
    """The URL, or that of a Redis of our own for `redis` alone."""
    if redis_url != "redis":
        yield redis_url
    else:
        with started(redis, NO_REDIS) as found:
            yield found


@contextmanager
def started(server: Callable[[], AbstractContextManager[Started]], otherwise: Text) -> Iterator[Started]:
    """A server of our own. Raises a sentence where there is none to start."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(server())
        except RuntimeError as error:
            raise refuse(otherwise) from error
        yield found
