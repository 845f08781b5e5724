"""What the API is about: each module lists its handlers in `routes`; the folder is the list."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from litestar.handlers import HTTPRouteHandler


def all_operations() -> Iterator[HTTPRouteHandler]:
    for module in iter_modules(__path__):
        yield from import_module(f"{__name__}.{module.name}").routes
