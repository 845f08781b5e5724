"""The column type that suits a column of a file best, and the column that names the items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.columns import column_types
from engine.sample import IDS, Sample, Wishes, words_of

PLAIN = 0.2
LONG = 255
LETTERED = 0.9
NAMES = words_of(
    "article company designation intitule item label libelle name nom objet product produit project projet raison"
    " societe subject sujet summary tache task title titre"
)
"""Words of titles, folded, of what names the items."""


@dataclass(frozen=True, slots=True)
class Guessed:
    """A column type by name, with settings for a new column of it. `is_plain`: the cells are no more than text."""

    type: str
    settings: dict[str, Any]
    is_plain: bool


def guess(sample: Sample, wishes: Wishes) -> Guessed:
    """What the surest of the types makes of it; text is always possible."""
    guesses = {name: kind.recognise(sample, wishes) for name, kind in column_types.items()}
    certain = {name: found for name, found in guesses.items() if found is not None}
    surest = max(certain, key=lambda name: certain[name].certainty)
    return Guessed(surest, certain[surest].settings, certain[surest].certainty <= PLAIN)


def name_column(found: Sequence[Sample], plain: Sequence[bool]) -> int:
    """The column whose texts best tell the items apart: named like a name, filled, varied, short."""
    scores = [name_score(sample) + is_plain * 2 for sample, is_plain in zip(found, plain, strict=True)]
    return max(range(len(found)), key=lambda place: (scores[place], -place))


def name_score(sample: Sample) -> float:
    filled = sample.filled
    if not filled or any(len(text) > LONG for text in sample.texts()):
        return -1
    hinted = bool(sample.words & NAMES) - bool(sample.words & IDS)
    lettered = sample.share(lambda value: any(map(str.isalpha, str(value))), enough=LETTERED)
    return hinted + lettered * 0.5 + len(sample.values) / filled
