"""One line of text."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text as SqlText

from engine.column import Example, Settings
from engine.columntext import one_line, plain_lines
from engine.context import Context
from engine.operators import EMPTY, EQUAL, TEXT
from engine.sample import Guess, Sample, Wishes
from engine.text import Text
from engine.texts import OwnText


class OneLine(OwnText):
    name = "text"
    label = Text("Text", "Texte")
    icon = "type"
    width = 150
    operators = {**TEXT, **EQUAL, **EMPTY}
    examples = (
        Example("  Élise   & Cie ", "Élise & Cie", "Élise & Cie"),
        Example("=1+1", "=1+1", "=1+1", "fr"),
        Example("   ", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": 1000}

    def sql_type(self, settings: Settings) -> SqlText:
        return SqlText()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return one_line(raw)

    def parse_all(self, raws: Sequence[object], settings: Settings, context: Context) -> list[str | None] | None:
        return plain_lines(raws)

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess:
        return Guess(0.1)
