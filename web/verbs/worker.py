"""`rouage worker`: carry out automations, imports and deliveries."""

import click

from engine.settings import Settings
from web.command import with_settings


@click.command("worker")
@with_settings
def command(settings: Settings) -> None:
    """Run the Celery worker."""
    from automations.worker import run_worker
    from web import leash, logs

    leash.heed()
    logs.set_up()
    run_worker(settings)
