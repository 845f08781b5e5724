"""`rouage db upgrade|check|copy`: the migrations of the fixed tables, and the move to another database."""

from collections.abc import Callable
from dataclasses import replace

import click

from engine.db import Database
from engine.settings import Settings
from engine.stored import snapshot
from engine.text import Text
from engine.transfer import transfer
from web.command import prepare, refuse, say, tell, with_settings

CURRENT = Text("The database is up to date.", "La base de données est à jour.")
BEHIND = Text(
    "The database lacks migrations. Run: rouage db upgrade",
    "Il manque des migrations à la base. Lancez : rouage db upgrade",
)
COPIED = Text(
    "{tables} tables copied, equal in both databases. Now set ROUAGE_DATABASE_URL to the new one, with the same data folder: uploaded files stay in it.",
    "{tables} tables copiées, égales dans les deux bases. Donnez maintenant la nouvelle à ROUAGE_DATABASE_URL, avec le même dossier de données : les fichiers envoyés y restent.",
)
LINES = Text("  {table}: {count} lines", "  {table} : {count} lignes")


@click.group("db")
def command() -> None:
    """Migrate the database, check that it is up to date, or copy it into another one."""


@command.command()
@with_settings
def upgrade(settings: Settings) -> None:
    """Run the missing migrations, all of them or none."""
    prepare(Database.of(settings))
    tell(CURRENT)


@command.command()
@with_settings
def check(settings: Settings) -> None:
    """Exit with 1 when migrations are missing."""
    from migrations import is_current

    if not is_current(Database.of(settings)):
        raise refuse(BEHIND)
    tell(CURRENT)


@command.command()
@click.option("--to", "target", required=True, metavar="URL", help="The empty database that everything goes into.")
@click.option("--from", "source", metavar="URL", help="The database that is copied; default: this installation's.")
@with_settings
def copy(settings: Settings, target: str, source: str | None) -> None:
    """Copy everything into an empty database, SQLite or PostgreSQL, and prove that it arrived.

    What is written to the source meanwhile stays behind: stop the program first to move for good.
    """
    from migrations import is_current
    from migrations import upgrade as migrate

    old = Database.of(replace(settings, database_url=source or settings.database_url))
    new = Database.of(replace(settings, database_url=target))
    if not is_current(old):
        raise refuse(BEHIND)
    migrate(new)
    with snapshot(old) as there, new.write() as here:
        tables = transfer(there, here, progress())
    tell(COPIED, tables=len(tables))


def progress() -> Callable[[str, int], None]:
    """One line for each table, written over while it grows."""
    shown: list[str] = []

    def show(table: str, count: int) -> None:
        click.echo("\n" if shown and shown[-1] != table else "\r", nl=False, err=True)
        click.echo(say(LINES, table=table, count=count), nl=False, err=True)
        shown[:] = [table]

    return show
