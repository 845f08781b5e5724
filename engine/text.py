"""A sentence in both languages of the house, kept beside the code that says it."""

from typing import Literal, NamedTuple

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Text(NamedTuple):
    """One sentence or label; `{name}` placeholders are filled by `say`."""

    en: str
    fr: str

    def say(self, language: Language, **params: object) -> str:
        sentence = self.fr if language == "fr" else self.en
        shown = {name: value.say(language) if isinstance(value, Text) else value for name, value in params.items()}
        return sentence.format(**shown) if shown else sentence
