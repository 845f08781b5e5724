"""`rouage backup [FILE]`: the whole installation in one file, while people go on working."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from engine.archive import back_up
from engine.db import Database
from engine.moment import now
from engine.settings import Settings
from engine.text import Text
from web.command import refuse, tell, with_settings
from web.verbs.db import BEHIND

DONE = Text(
    "{path}: {tables} tables and {files} uploaded files, {size} MB. The secret key is not in it: keep it elsewhere.",
    "{path} : {tables} tables et {files} fichiers envoyés, {size} Mo. La clé secrète n’y est pas : gardez-la ailleurs.",
)


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@with_settings
def command(settings: Settings, file: Path | None) -> None:
    """Write FILE (default: backups/rouage-DATE.zip in the data folder), whole or not at all."""
    from migrations import is_current, newest, upgrade

    database = Database.of(settings)
    if not is_current(database):
        raise refuse(BEHIND)
    path = (file or settings.data / "backups" / f"rouage-{now():%Y%m%d-%H%M%S}.zip").absolute()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = back_up(database, path, version=version("rouage"), migration=newest(), migrate=upgrade)
    size = round(path.stat().st_size / 1_000_000, 1)
    tell(DONE, path=path, tables=len(made.tables), files=len(made.members) - 1, size=size)
