"""Text as it is compared: without case or accents, numbers in it by their size.

What is done to many texts is done to all of them in one: they are joined by a character that none of them holds and
that neither folding nor counting digits looks across.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

DIGITS = re.compile(r"(\d+)")
WIDTH = 12
BETWEEN = "\0"


def fold(text: str) -> str:
    """`Éléphant` → `elephant`: what search and `contains` compare."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    marks = [ord(character) for character in set(decomposed) if unicodedata.combining(character)]
    return decomposed.translate(dict.fromkeys(marks)) if marks else decomposed


def sort_key(text: str) -> str:
    """`Lot 9` before `Lot 10`, `été` beside `ete`; compared bytewise, the same order in every database."""
    folded = fold(text)
    if folded.isascii() and not any(digit in folded for digit in "0123456789"):
        return folded
    parts = DIGITS.split(folded)
    parts[1::2] = [digits.zfill(WIDTH) for digits in parts[1::2]]
    return "".join(parts)


def sort_keys(texts: Sequence[str]) -> list[str]:
    return each(sort_key, texts)


def each(change: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """`change` of each text, made of all of them at once."""
    changed = change(BETWEEN.join(texts)).split(BETWEEN)
    return changed if len(changed) == len(texts) else [change(text) for text in texts]
