"""`rouage beat`: the clock of an installation with Redis; without Redis the worker has its own."""

import click

from engine.settings import Settings
from web.command import with_settings


@click.command("beat")
@with_settings
def command(settings: Settings) -> None:
    """Run the clock that wakes the workers."""
    from automations.worker import run_beat
    from web import leash, logs

    leash.heed()
    logs.set_up()
    run_beat(settings)
