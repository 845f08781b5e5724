"""What a module of `web/bench/operations/` is: lines of the table that are measured in the same way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.registry import Plugin
from engine.text import Text
from web.bench.bound import Bound, Figure, Measured
from web.bench.field import Field


@dataclass(frozen=True, slots=True)
class Line:
    """One operation; nothing is promised of one without a bound."""

    name: str
    label: Text
    bound: Bound
    measure: Callable[[Field], Measured | None]
    promised: bool = True

    def figure(self, field: Field) -> Figure | None:
        """None where it cannot be measured here."""
        measured = self.measure(field)
        if measured is None:
            return None
        limit = self.bound.on(field.items, sqlite=field.database.is_sqlite) if self.promised else None
        kept = limit is None or self.bound.kept(measured.median, limit)
        return Figure(self.name, self.label, self.bound.unit, limit, kept, measured)


class Operations(Plugin, root=True):
    """`place` orders the groups: what changes the board much comes last."""

    place: ClassVar[int]

    @abstractmethod
    def lines(self) -> Iterator[Line]:
        """In the order of the table."""
