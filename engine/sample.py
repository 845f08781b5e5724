"""What a column of a file holds, as a column type looks at it, and what the type makes of that."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.context import Context
from engine.fold import fold
from engine.text import Text

Cell = str | int | float | None
"""Text as it was typed; a workbook's numbers are numbers, its dates ISO text, its truth values TRUE and FALSE."""

ENOUGH = 0.98
HALF = 0.5
MAX_DIGITS = 15
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[a-z0-9]+")
DIGITS = re.compile(r"\d+")


def words_of(title: str) -> frozenset[str]:
    """The words of a title, without accents: `CustomerID` is customer and id."""
    return frozenset(WORD.findall(fold(HUMP.sub(" ", title))))


IDS = words_of(
    "barcode bic code codes compte cp ean fax gtin iban id ids insee isbn matricule mobile nir numero phone portable"
    " postal postcode ref reference references refs serial serie siren siret sku swift tel telephone upc zip"
)
"""Words of titles, folded, whose columns hold codes, not quantities."""


class Guess(NamedTuple):
    """How telling it is, from 0 to 1, that the cells suit a column type, and the settings that its column then gets."""

    certainty: float
    settings: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person's choices add to a guess: the language of the file, the currency where it names none."""

    context: Context
    currency: str


@dataclass(slots=True)
class Sample:
    """One column of a file: its distinct values and how often each comes; of a very large file the first ones only."""

    title: Text
    values: Counter[Cell] = field(default_factory=Counter)

    @property
    def filled(self) -> int:
        return self.values.total()

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.title.en)

    @property
    def holds_codes(self) -> bool:
        """Numbers that name things: by the title, by leading zeros, by more digits than a number keeps."""
        return bool(self.words & IDS) or any(is_code(text.strip()) for text in self.texts())

    def share(self, test: Callable[[Cell], bool], *, enough: float = ENOUGH) -> bool:
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


def is_code(text: str) -> bool:
    return bool(DIGITS.fullmatch(text)) and (len(text) > MAX_DIGITS or (len(text) > 1 and text[0] == "0"))
