"""`rouage worker`: carry out automations, imports and deliveries."""

import warnings

import click

from engine.settings import Settings
from web.command import with_settings


@click.command("worker")
@with_settings
def command(settings: Settings) -> None:
    """Run the Celery worker."""
    # in a container everything is root, and our messages are JSON numbers
    warnings.filterwarnings("ignore", message=r"(?s).*superuser privileges")
    from automations.worker import run_worker
    from web import leash

    leash.heed()
    run_worker(settings)
