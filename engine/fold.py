"""Text as it is compared: without case or accents, numbers in it by their size."""

import re
import unicodedata

DIGITS = re.compile(r"\d+")
WIDTH = 12


def fold(text: str) -> str:
    """`Éléphant` → `elephant`: what search and `contains` compare."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(text: str) -> str:
    """`Lot 9` before `Lot 10`, `été` beside `ete`; compared bytewise, the same order in every database."""
    return DIGITS.sub(lambda match: match[0].zfill(WIDTH), fold(text))
