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
        shown = {name: value.say(language) if isinstance(value, Text) else value for name, value in params.items()}
        return sentence.format(**shown) if shown else sentence


BEFORE_HIGH_SIGNS = re.compile(r" (?=[:;?!»%€])|(?<=«) ")


@lru_cache(maxsize=4096)
def typeset(french: str) -> str:
    """French keeps a space inside quotation marks and before high signs; it must not break there."""
    return BEFORE_HIGH_SIGNS.sub("\u00a0", french)
