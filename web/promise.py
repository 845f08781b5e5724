"""The contract of a promise: what Rouage vouches for, and the storm that tries to break it. One file in `guarantees/` adds one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from engine.registry import Plugin
from engine.text import Text
from web.storms.ground import DATABASES, Ground


class Promise(Plugin, root=True):
    """`sentence` says what is promised as a user would hear it."""

    sentence: ClassVar[Text]
    databases: ClassVar[tuple[str, ...]] = DATABASES
    waits: ClassVar[bool] = False
    """For minutes, even when it is short: it is not for every change."""

    @abstractmethod
    def keep(self, ground: Ground) -> Mapping[str, object]:
        """Let the storm loose; return what was counted. Raises Broken with what was lost."""


def promises() -> dict[str, Promise]:
    """By name."""
    from web import guarantees

    return Promise.all_of(guarantees)
