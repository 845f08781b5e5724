"""Text of several lines."""

from typing import Any

from sqlalchemy import Text as SqlText

from engine.column import ColumnType, Example, Settings
from engine.columntext import many_lines
from engine.context import Context
from engine.operators import EMPTY, TEXT
from engine.text import Text


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
