"""`rouage db upgrade|check`: the migrations of the fixed tables."""

import click

from engine.db import Database
from engine.settings import Settings
from engine.text import Text
from web.command import prepare, refuse, tell, with_settings

CURRENT = Text("The database is up to date.", "La base de données est à jour.")
BEHIND = Text(
    "The database lacks migrations. Run: rouage db upgrade",
    "Il manque des migrations à la base. Lancez : rouage db upgrade",
)


@click.group("db")
def command() -> None:
    """Migrate the database, or check that it is up to date."""


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
