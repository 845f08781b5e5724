"""The command line `rouage`: each module of `web/verbs/` is a verb, the folder is the list."""

from importlib import import_module
from pkgutil import iter_modules

import click

from engine.garbage import look_seldom
from web import verbs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Rouage: boards and automations that an office builds for itself. Start with: rouage up."""


look_seldom()
for module in iter_modules(verbs.__path__):
    main.add_command(import_module(f"{verbs.__name__}.{module.name}").command)
