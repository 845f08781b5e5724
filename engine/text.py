"""A sentence in both languages of the house, kept beside the code that says it."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Text(NamedTuple):
    """One sentence or label; `{name}` placeholders are filled by `say`."""

    en: str
    fr: str

    def say(self, language: Language, **params: object) -> str:
        sentence = typeset(self.fr) if language == "fr" else self.en
        shown = {name: said(name, value, language) for name, value in params.items()}
        return sentence.format(**shown) if shown else sentence


def said(name: str, value: object, language: Language) -> object:
    """A `count` is written as people write numbers: `1,234`."""
    if isinstance(value, Text):
        return value.say(language)
    if name != "count" or not isinstance(value, int):
        return value
    return f"{value:,}".replace(",", "\u202f") if language == "fr" else f"{value:,}"


BEFORE_HIGH_SIGNS = re.compile(r" (?=[:;?!»%€])|(?<=«) ")


@lru_cache(maxsize=4096)
def typeset(french: str) -> str:
    """French keeps a space inside quotation marks and before high signs; it must not break there."""
    return BEFORE_HIGH_SIGNS.sub("\u00a0", french)
