"""`rouage beat`: the clock of an installation with Redis; without Redis the worker has its own."""

import warnings

import click

from engine.settings import Settings
from web.command import with_settings


@click.command("beat")
@with_settings
def command(settings: Settings) -> None:
    """Run the clock that wakes the workers."""
    # in a container everything is root, and our messages are JSON numbers
    warnings.filterwarnings("ignore", message=r"(?s).*superuser privileges")
    from automations.worker import run_beat
    from web import leash

    leash.heed()
    run_beat(settings)
