"""What a module of `web/bench/operations/` is: lines of the table that are measured in the same way."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import EngineError
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
        """None where it cannot be measured here. What raises is missed, bound or not, and says why; the others go on."""
        try:
            measured = self.measure(field)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is this line's result
            return Figure(self.name, self.label, self.bound.unit, self.limit(field), False, failed(error))
        if measured is None:
            return None
        limit = self.limit(field)
        kept = limit is None or self.bound.kept(measured.median, limit)
        return Figure(self.name, self.label, self.bound.unit, limit, kept, measured)

    def limit(self, field: Field) -> float | None:
        return self.bound.on(field.items, sqlite=field.database.is_sqlite) if self.promised else None


def failed(error: Exception) -> Measured:
    said = error.text if isinstance(error, EngineError) else Text(*[str(error) or type(error).__name__] * 2)
    return Measured(median=math.nan, note=said)


class Operations(Plugin, root=True):
    """`place` orders the groups: what changes the board much comes last."""

    place: ClassVar[int]

    @abstractmethod
    def lines(self) -> Iterator[Line]:
        """In the order of the table."""
