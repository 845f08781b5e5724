"""How each kind of event is taken back: the folder is the list (`inverse.py`)."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
