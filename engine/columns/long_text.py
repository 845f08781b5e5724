"""Text of several lines."""

from typing import Any

from sqlalchemy import Text as SqlText

from engine.column import ColumnType, Example, Settings
from engine.columntext import many_lines
from engine.context import Context
from engine.operators import EMPTY, TEXT
from engine.sample import Guess, Sample, Wishes
from engine.text import Text

LONG, LONG_ON_AVERAGE = 255, 100


class LongText(ColumnType):
    name = "long_text"
    label = Text("Long text", "Texte long")
    icon = "text"
    width = 240
    folded = True
    searchable = True
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

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return value or ""

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        texts = list(sample.texts())
        total = sum(len(text) * sample.values[text] for text in texts)
        long = total > LONG_ON_AVERAGE * sample.filled or any(len(text) > LONG or "\n" in text for text in texts)
        return Guess(0.2) if texts and long else None
