"""`rouage token create`: an API token for a program."""

import click

from engine.commands.logins import create_token
from engine.db import Database
from engine.queries.members import actor_by_email
from engine.settings import Settings
from web.command import prepare, with_settings


@click.group("token")
def command() -> None:
    """Make API tokens."""


@command.command()
@click.option("--user", "email", required=True, help="The e-mail address of the user whose rights the token has.")
@click.option("--title", default="Command line", help="What the token is for.")
@with_settings
def create(settings: Settings, email: str, title: str) -> None:
    """Print a new API token, and nothing else."""
    database = Database.of(settings)
    prepare(database)
    with database.write() as session:
        secret = create_token(session, actor_by_email(session, email), title)
    click.echo(secret)
