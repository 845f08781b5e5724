"""Numbers that the board gives to its items, in the order of their creation: `FAC-0012`."""

import re
from typing import Any

from sqlalchemy import BigInteger

from engine.column import FILLED, MAXIMUM, ColumnType, Example, Settings
from engine.columntext import excerpt, one_line
from engine.context import Context
from engine.errors import Invalid
from engine.operators import EQUAL, ORDER
from engine.text import Text

DIGITS = re.compile(r"\d{1,15}")
LONGEST = 999_999_999_999_999
NOT_A_NUMBER = Text(
    "“{typed}” is no number of this column. Write it like {example}.",
    "« {typed} » n’est pas un numéro de cette colonne. Écrivez-le comme {example}.",
)


class Autonumber(ColumnType):
    """Commands give the numbers (`commands/numbering.py`); `parse` reads one to compare with."""

    name = "autonumber"
    label = Text("Autonumber", "Numéro automatique")
    icon = "list-ordered"
    align = "end"
    width = 110
    numbered = True
    searchable = True
    operators = {**EQUAL, **ORDER}
    aggregates = (FILLED, MAXIMUM)
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "prefix": {"type": "string", "maxLength": 12, "x-labels": {"en": "Before the number", "fr": "Avant le numéro"}},
            "width": {
                "type": "integer",
                "minimum": 1,
                "maximum": 10,
                "x-labels": {"en": "Digits at least", "fr": "Nombre minimal de chiffres"},
            },
            "start": {
                "type": "integer",
                "minimum": 1,
                "maximum": LONGEST // 1000,
                "default": 1,
                "x-labels": {"en": "First number", "fr": "Premier numéro"},
            },
        },
    }  # fmt: skip
    examples = (
        Example("12", 12, "12"),
        Example("fac-0012", 12, "FAC-0012", "fr", {"prefix": "FAC-", "width": 4}),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["integer", "null"], "readOnly": True}

    def sql_type(self, settings: Settings) -> BigInteger:
        return BigInteger()

    def parse(self, raw: object, settings: Settings, context: Context) -> int | None:
        text = one_line(raw)
        if text is None:
            return None
        prefix = str(settings.get("prefix", ""))
        digits = text[len(prefix) :] if text.casefold().startswith(prefix.casefold()) else text
        if isinstance(raw, bool) or not (DIGITS.fullmatch(digits) and digits.isascii()):
            raise Invalid(NOT_A_NUMBER, typed=excerpt(raw), example=self.format(12, settings, context))
        return int(digits)

    def format(self, value: int | None, settings: Settings, context: Context) -> str:
        return "" if value is None else f"{settings.get('prefix', '')}{value:0{settings.get('width', 1)}d}"
