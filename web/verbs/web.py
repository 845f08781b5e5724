"""`rouage web`: answer browsers and programs, without a worker."""

import sys

import click

from engine.settings import Settings
from engine.text import Text
from web.command import refuse, with_settings

HOST, PORT = "127.0.0.1", 8000
ONE = Text(
    "Only Linux deals one port’s connections out to several processes. Leave --workers out, or put a proxy before several ports.",
    "Seul Linux répartit les connexions d’un port entre plusieurs processus. Retirez --workers, ou placez un mandataire devant plusieurs ports.",
)


@click.command("web")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=int, help="Port to listen on.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that share the port (Linux)."
)
@with_settings
def command(settings: Settings, host: str, port: int, workers: int) -> None:
    """Run the web server."""
    from web import leash
    from web.serve import serve

    if workers > 1 and not sys.platform.startswith("linux"):
        raise refuse(ONE)
    leash.heed()
    serve(settings, host, port, workers)
