"""Text of several lines."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text as SqlText

from engine.column import Example, Settings
from engine.columntext import many_lines, plain_texts
from engine.context import Context
from engine.operators import EMPTY, TEXT
from engine.sample import Guess, Sample, Wishes
from engine.text import Text
from engine.texts import OwnText

LONG, LONG_ON_AVERAGE = 255, 100


class LongText(OwnText):
    name = "long_text"
    label = Text("Long text", "Texte long")
    icon = "text"
    width = 240
    operators = {**TEXT, **EMPTY}
    examples = (
        Example(" First line\r\nSecond line ", "First line\nSecond line", "First line\nSecond line"),
        Example("Déjà vu", "Déjà vu", "Déjà vu", "fr"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": 20_000}

    def sql_type(self, settings: Settings) -> SqlText:
        return SqlText()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return many_lines(raw)

    def parse_all(self, raws: Sequence[object], settings: Settings, context: Context) -> list[str | None] | None:
        return plain_texts(raws)

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        texts = list(sample.texts())
        total = sum(len(text) * sample.values[text] for text in texts)
        long = total > LONG_ON_AVERAGE * sample.filled or any(len(text) > LONG or "\n" in text for text in texts)
        return Guess(0.2) if texts and long else None
