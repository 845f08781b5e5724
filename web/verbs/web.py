"""`rouage web`: answer browsers and programs, without a worker."""

import click

from engine.settings import Settings
from web.command import with_settings

HOST, PORT = "127.0.0.1", 8000


@click.command("web")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=int, help="Port to listen on.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that share the port."
)
@with_settings
def command(settings: Settings, host: str, port: int, workers: int) -> None:
    """Run the web server."""
    from web import leash
    from web.serve import serve

    leash.heed()
    serve(settings, host, port, workers)
