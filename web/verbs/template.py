"""`rouage template list|install`: ready-made boards from the command line."""

import click

from engine.db import Database
from engine.settings import Settings
from engine.text import Text
from web.command import language, prepare, tell, with_settings
from web.somebody import somebody

INSTALLED = Text("The board “{title}” is number {board}.", "Le tableau « {title} » porte le numéro {board}.")


@click.group("template")
def command() -> None:
    """List and install ready-made boards."""


@command.command("list")
@with_settings
def listing(_: Settings) -> None:
    """Print each template's key and title."""
    from templates_boards.loader import templates

    for one in templates():
        click.echo(f"{one.key:<24}{one.title.say(language())}")


@command.command()
@click.argument("key")
@click.option("--user", "email", help="The e-mail address of the user whose board it becomes; default the owner.")
@click.option("--samples/--no-samples", default=True, show_default=True, help="With sample items.")
@with_settings
def install(settings: Settings, key: str, email: str | None, *, samples: bool) -> None:
    """Install the template KEY as a new board."""
    from templates_boards.loader import install as install_template

    database = Database.of(settings)
    installation = prepare(database)
    with database.write() as session:
        actor = somebody(session, installation, email)
        board = install_template(session, actor, key, with_samples=samples)
    tell(INSTALLED, title=board.title(language()), board=board.id)
