"""The item's name: the one column that every board has."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String

from engine.column import Example, Settings
from engine.columntext import one_line, plain_lines
from engine.context import Context
from engine.operators import EQUAL, TEXT
from engine.text import Text
from engine.texts import OwnText


class Name(OwnText):
    name = "name"
    label = Text("Name", "Nom")
    icon = "text-align-start"
    width = 265
    creatable = False
    operators = {**TEXT, **EQUAL}
    examples = (
        Example("  Ramette A4 ", "Ramette A4", "Ramette A4"),
        Example("Épingle", "Épingle", "Épingle", "fr"),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 255}

    def sql_type(self, settings: Settings) -> String:
        return String(255)

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return one_line(raw)

    def parse_all(self, raws: Sequence[object], settings: Settings, context: Context) -> list[str | None] | None:
        return plain_lines(raws)
