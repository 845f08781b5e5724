"""`rouage restore FILE [--verify]`: a backup becomes an installation again, or proves that it could."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click

from engine.archive import restore, verify
from engine.db import Database
from engine.settings import Settings
from engine.text import Text
from web.command import tell, with_settings

RESTORED = Text(
    "Restored in {seconds} s: {tables} tables, equal to the backup of {made_at}.",
    "Restauré en {seconds} s : {tables} tables, égales à la sauvegarde du {made_at}.",
)
VERIFIED = Text(
    "The backup of {made_at} restores in {seconds} s: {tables} tables, equal to what was backed up.",
    "La sauvegarde du {made_at} se restaure en {seconds} s : {tables} tables, égales à ce qui a été sauvegardé.",
)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Restore into a place that is thrown away, and compare.")
@with_settings
def command(settings: Settings, file: Path, *, only_verify: bool) -> None:
    """Bring FILE back into this installation, which must be empty."""
    from migrations import newest, upgrade

    begun = monotonic()
    if only_verify:
        made = verify(file, migration=newest(), migrate=upgrade)
    else:
        made = restore(file, Database.of(settings), migration=newest(), migrate=upgrade)
    seconds = round(monotonic() - begun, 1)
    tell(VERIFIED if only_verify else RESTORED, seconds=seconds, tables=len(made.tables), made_at=made.made_at)
