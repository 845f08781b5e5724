"""What every verb of the command line shares: `--data`, the terminal's language, sentences instead of tracebacks."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from engine.commands.members import first_workspace, installation
from engine.db import Database
from engine.errors import EngineError
from engine.permissions import Actor
from engine.settings import Settings
from engine.text import Language, Text


def with_settings(verb: Callable[..., None]) -> Callable[..., None]:
    """Give the verb an option `--data DIR` and, as its first argument, the settings; say the engine's refusals."""

    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Data folder; default ROUAGE_DATA_DIR, else ./rouage-data.",
    )
    @wraps(verb)
    def wrapped(data: Path | None, **options: Any) -> None:
        try:
            verb(Settings.load(data), **options)
        except EngineError as error:
            raise click.ClickException(error.say(language())) from error

    return wrapped


def prepare(database: Database) -> Actor:
    """Migrate, make the workspace if there is none; answers with whom the command line acts as."""
    from migrations import upgrade

    upgrade(database)
    with database.write() as session:
        return installation(first_workspace(session))


def language() -> Language:
    """The terminal's, from the usual variables."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fr" if locale.startswith("fr") else "en"


def say(text: Text, **params: object) -> str:
    """A sentence in the terminal's language."""
    return text.say(language(), **params)


def tell(text: Text, **params: object) -> None:
    click.echo(say(text, **params))


def refuse(text: Text, **params: object) -> click.ClickException:
    """To be raised: prints the sentence and exits with 1."""
    return click.ClickException(say(text, **params))
