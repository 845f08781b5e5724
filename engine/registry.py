"""One rule for every plug-in folder: a module in the folder is a plug-in, the folder is the list."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, ClassVar, Self


class Plugin:
    """A class with `root=True` is a contract; each subclass with a name of its own registers one instance."""

    name: ClassVar[str]
    registry: ClassVar[dict[str, Any]]

    def __init_subclass__(cls, *, root: bool = False) -> None:
        super().__init_subclass__()
        if root:
            cls.registry = {}
        elif "name" in vars(cls):
            cls.registry[cls.name] = cls()

    @classmethod
    def all_of(cls, package: ModuleType) -> dict[str, Self]:
        """Import every module of the package; return the registry, in alphabetical order."""
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
        return dict(sorted(cls.registry.items()))
