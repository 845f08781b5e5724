"""What is promised of an operation, and what was measured of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.text import Text

Unit = Literal["ms", "/s", "MB", "%", "s"]
TIMED = ("ms", "/s")
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """At most so much, or of what is counted by the second at least so much; from a million items on only what `million` says."""

    limit: float
    unit: Unit = "ms"
    million: float | None = None

    def on(self, items: int, *, sqlite: bool) -> float | None:
        """PostgreSQL may take twice the time, for it is another process. None where nothing is promised."""
        limit = self.limit if items < MILLION else self.million
        if sqlite or limit is None or self.unit not in TIMED:
            return limit
        return limit / 2 if self.at_least else limit * 2

    @property
    def at_least(self) -> bool:
        return self.unit == "/s"

    def kept(self, value: float, limit: float) -> bool:
        return value >= limit if self.at_least else value <= limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`median` in the bound's unit, not a number where measuring went wrong; `inside` the same without HTTP, `raw` the same statements on the bare driver.

    `cpu` is milliseconds of the server's processes for each request.
    """

    median: float
    p95: float | None = None
    inside: float | None = None
    raw: float | None = None
    statements: int | None = None
    cpu: float | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table; `limit` is None for what nothing is promised of."""

    name: str
    label: Text
    unit: Unit
    limit: float | None
    kept: bool
    measured: Measured

    @property
    def failed(self) -> bool:
        return math.isnan(self.measured.median)

    @property
    def ratio(self) -> float | None:
        """How many times as long as the bare driver."""
        raw = self.measured.raw
        if not raw:
            return None
        return raw / self.measured.median if self.unit == "/s" else self.measured.median / raw
