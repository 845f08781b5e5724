"""What stands in each column of a file: its distinct values and how often each comes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from engine.fold import fold
from engine.sheets.source import Cell, Sheet
from engine.text import Language, Text

T = TypeVar("T")
BATCH = 2_000
BUDGET = 1_000_000
"""Distinct values kept in memory for a whole file, shared by its columns."""
VOTERS = 2_000
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[a-z0-9]+")

COMMA_DECIMALS = re.compile(r"[-(]?\d[\d\s ]*,(\d{1,2}|\d{4,})\)?\s*[%€]?")
POINT_DECIMALS = re.compile(r"[-($€£]*\d[\d,]*\.(\d{1,2}|\d{4,})\)?\s*%?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")


@dataclass(slots=True)
class Profile:
    """One column of a file. Beyond a budget, `values` holds the first distinct values only."""

    title: Text
    values: Counter[Cell] = field(default_factory=Counter)

    @property
    def filled(self) -> int:
        return self.values.total()

    @property
    def words(self) -> frozenset[str]:
        """The words of its title, without accents: `CustomerID` is customer and id."""
        return frozenset(WORD.findall(fold(HUMP.sub(" ", self.title.en))))

    def share(self, test: Callable[[Cell], bool], *, enough: float) -> bool:
        """Whether at least that share of the filled cells passes; stops as soon as it cannot."""
        allowed = self.filled * (1 - enough)
        for value, count in self.values.items():
            if not test(value):
                allowed -= count
                if allowed < 0:
                    return False
        return self.filled > 0

    def texts(self) -> Iterator[str]:
        return (str(value) for value in self.values)


def profiles(sheet: Sheet) -> list[Profile]:
    """One for each column, in the order of the file."""
    found = [Profile(title) for title in sheet.titles]
    limit = BUDGET // max(1, sheet.width)
    for batch in batches((line.cells for line in sheet.lines()), BATCH):
        for profile, cells in zip(found, zip(*batch, strict=True), strict=True):
            if len(profile.values) <= limit:
                profile.values.update(cells)
    for profile in found:
        for empty in [value for value in profile.values if value is None or not str(value).strip()]:
            del profile.values[empty]
    return found


def written_in(found: Sequence[Profile], fallback: Language) -> Language:
    """The language of the file's numbers and dates: 12,5 and 25/12 speak French, 12.5 and 12/25 English."""
    votes: Counter[Language] = Counter()
    for profile in found:
        for value in islice(profile.values, VOTERS):
            if isinstance(value, str):
                votes.update(vote(value.strip()))
    return max(("en", "fr"), key=lambda language: (votes[language], language == fallback))


def vote(text: str) -> Sequence[Language]:
    if COMMA_DECIMALS.fullmatch(text):
        return ("fr",)
    if POINT_DECIMALS.fullmatch(text):
        return ("en",)
    if date := SLASHED.fullmatch(text):
        first, second = int(date[1]) > 12, int(date[2]) > 12
        return () if first == second else ("fr",) if first else ("en",)
    return ()


def batches(values: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(values, size)):
        yield batch
