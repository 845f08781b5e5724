"""What stands in each column of a file, and the language that it is written in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import TypeVar

from engine.sample import Cell, Sample
from engine.sheets.source import Sheet
from engine.text import Language, Text

T = TypeVar("T")
BATCH = 2_000
BUDGET = 1_000_000
"""Distinct values kept in memory for a whole file, shared by its columns."""
VOTERS = 2_000

COMMA_DECIMALS = re.compile(r"[-(]?\d[\d\s ]*,(\d{1,2}|\d{4,})\)?\s*[%€]?")
POINT_DECIMALS = re.compile(r"[-($€£]*\d[\d,]*\.(\d{1,2}|\d{4,})\)?\s*%?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")


class Sampler:
    """Gathers the distinct values of each column while somebody else goes through the lines."""

    def __init__(self) -> None:
        self.columns: list[Counter[Cell]] = []

    def add(self, lines: Sequence[Sequence[Cell]]) -> None:
        """Short lines end with empty cells."""
        for place, cells in enumerate(zip_longest(*lines)):
            if place == len(self.columns):
                self.columns.append(Counter())
            if len(self.columns[place]) <= BUDGET // len(self.columns):
                self.columns[place].update(cells)

    def samples(self, titles: Sequence[Text]) -> list[Sample]:
        """One for each title, in the order of the file."""
        known = chain(self.columns, iter(Counter[Cell], None))
        found = [Sample(title, values) for title, values in zip(titles, known, strict=False)]
        for sample in found:
            for empty in [value for value in sample.values if value is None or not str(value).strip()]:
                del sample.values[empty]
        return found


def samples(sheet: Sheet) -> list[Sample]:
    """Of a sheet that was opened without them."""
    sampler = Sampler()
    for batch in batches((line.cells for line in sheet.lines()), BATCH):
        sampler.add(batch)
    return sampler.samples(sheet.titles)


def written_in(found: Sequence[Sample], fallback: Language) -> Language:
    """The language of the file's numbers and dates: 12,5 and 25/12 speak French, 12.5 and 12/25 English."""
    votes: Counter[Language] = Counter()
    for sample in found:
        for value in islice(sample.values, VOTERS):
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
