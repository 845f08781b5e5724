"""`rouage user create`: an account without an invitation."""

import sys
from getpass import getpass

import click

from engine.commands.members import create_user
from engine.db import Database
from engine.permissions import Role
from engine.settings import Settings
from engine.text import LANGUAGES, Language, Text
from web.command import language, prepare, tell, with_settings
from web.passwords import hash_password

CREATED = Text("{email} can log in now.", "{email} peut se connecter.")
ASK = Text("Password: ", "Mot de passe : ")


@click.group("user")
def command() -> None:
    """Make accounts."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="How the person is called.")
@click.option("--owner", is_flag=True, help="May do everything, and make other owners.")
@click.option("--language", "speech", type=click.Choice(LANGUAGES), help="Of their screens; default the terminal's.")
@with_settings
def create(settings: Settings, email: str, name: str, *, owner: bool, speech: Language | None) -> None:
    """Make an account for EMAIL; the password is read from standard input."""
    password_hash = hash_password(read_password(), email=email, name=name)
    database = Database.of(settings)
    installation = prepare(database)
    role = Role.OWNER if owner else Role.MEMBER
    with database.write() as session:
        spoken = speech or language()
        create_user(session, installation, email, name, password_hash=password_hash, role=role, language=spoken)
    tell(CREATED, email=email)


def read_password() -> str:
    """Asked without echo at a terminal; otherwise the first line that comes in."""
    return getpass(ASK.say(language())) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
