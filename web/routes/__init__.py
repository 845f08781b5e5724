"""The pages: each module of this folder lists its handlers in `routes`; the folder is the list."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from litestar.types import ControllerRouterHandler


def all_routes() -> Iterator[ControllerRouterHandler]:
    """Every handler, router and controller of every module here."""
    for module in iter_modules(__path__):
        yield from import_module(f"{__name__}.{module.name}").routes
