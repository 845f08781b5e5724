"""`rouage doctor`: what this installation is made of, and what is wrong with it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, NamedTuple

import click

from engine.db import SAFE_SQLITE, Database
from engine.settings import Settings
from engine.text import Text
from web.command import say, with_settings
from web.health import worker_is_alive

NOT_SET = Text("not set", "non définie")
HIDDEN = Text("set (hidden)", "définie (masquée)")
UP_TO_DATE = Text("up to date", "à jour")
BEHIND = Text("missing: run rouage db upgrade", "incomplètes : lancez rouage db upgrade")
SAFE = Text("{found} (safe)", "{found} (sûr)")
UNSAFE = Text(
    "{found}: older than {safe}, it can corrupt the file. Install pysqlite3, or use PostgreSQL.",
    "{found} : antérieur à {safe}, il peut abîmer le fichier. Installez pysqlite3 ou utilisez PostgreSQL.",
)
NO_REDIS = Text("not used: the worker watches the database", "inutilisé : le worker surveille la base")
ANSWERS = Text("{url} answers", "{url} répond")
ALIVE = Text("alive", "actif")
SILENT = Text(
    "no sign of life here: start it with rouage up, or rouage worker",
    "aucun signe de vie ici : lancez rouage up ou rouage worker",
)
WRITTEN = Text(
    "written to {folder}: set ROUAGE_MAIL_URL to send them",
    "écrits dans {folder} : définissez ROUAGE_MAIL_URL pour les envoyer",
)


class Finding(NamedTuple):
    """A line: what, how it is, and whether that is as it should be."""

    name: str
    said: str
    fine: bool = True


@click.command("doctor")
@with_settings
def command(settings: Settings) -> None:
    """Print the effective configuration, secrets hidden, and exit with 1 when something needs attention."""
    findings = list(examine(settings))
    for finding in findings:
        click.echo(f"{' ' if finding.fine else '!'} {finding.name:<12}{finding.said}")
    if not all(finding.fine for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    yield Finding("rouage", version("rouage"))
    yield Finding("python", f"{platform.python_version()} ({sys.platform} {platform.machine()})")
    yield Finding("data", str(settings.data))
    yield Finding("base url", settings.base_url)
    yield Finding("secret key", say(HIDDEN if settings.secret_key else NOT_SET))
    yield Finding("mail", mail(settings))
    yield Finding("database", without_password(settings.database_url))
    yield from examine_database(Database.of(settings))
    yield examine_redis(settings.redis_url)
    alive = worker_is_alive(settings)
    yield Finding("worker", say(ALIVE if alive else SILENT), fine=alive)


def examine_database(database: Database) -> Iterator[Finding]:
    from migrations import is_current

    if database.is_sqlite:
        library: Any = database.reader.dialect.dbapi
        safe = library.sqlite_version_info >= SAFE_SQLITE
        numbers = {"found": library.sqlite_version, "safe": ".".join(map(str, SAFE_SQLITE))}
        yield Finding("sqlite", say(SAFE if safe else UNSAFE, **numbers), fine=safe)
    try:
        current = is_current(database)
    except Exception as error:  # noqa: BLE001 - whatever the driver says is what the reader needs
        yield Finding("migrations", f"{type(error).__name__}: {error}".splitlines()[0], fine=False)
    else:
        yield Finding("migrations", say(UP_TO_DATE if current else BEHIND), fine=current)


def examine_redis(url: str | None) -> Finding:
    from redis import Redis, RedisError

    if not url:
        return Finding("redis", say(NO_REDIS))
    try:
        Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2).ping()
    except RedisError as error:
        return Finding("redis", f"{without_password(url)}: {error}", fine=False)
    return Finding("redis", say(ANSWERS, url=without_password(url)))


def mail(settings: Settings) -> str:
    if settings.mail_url:
        return without_password(settings.mail_url)
    return say(WRITTEN, folder=settings.data / "mails")


def without_password(url: str) -> str:
    """`postgresql://user:***@host/name`"""
    scheme, mark, rest = url.partition("://")
    account, at, host = rest.rpartition("@")
    user, colon, _ = account.partition(":")
    return f"{scheme}{mark}{user}{colon and ':***'}{at}{host}"
