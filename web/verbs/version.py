"""`rouage version`"""

from importlib.metadata import version as version_of

import click


@click.command("version")
def command() -> None:
    """Print the version."""
    click.echo(version_of("rouage"))
