"""Numbers: exact decimals with a unit."""

import re
from collections.abc import Sequence
from typing import Any

from engine.column import TOTALS, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.numerals import decimal_format, format_number, parse_number, parse_numbers
from engine.operators import NUMBER
from engine.sample import Cell, Guess, Sample, Wishes
from engine.sqltypes import Exact
from engine.text import Text

FIGURE = re.compile(r"[-+−(]?\s*[\d.,]")


class Number(ColumnType):
    name = "number"
    label = Text("Number", "Nombre")
    icon = "hash"
    align = "end"
    width = 100
    rounding = "decimals"
    operators = NUMBER
    aggregates = TOTALS
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "unit": {"type": "string", "maxLength": 12, "x-labels": {"en": "Unit", "fr": "Unité"}},
            "decimals": {
                "type": "integer",
                "minimum": 0,
                "maximum": 6,
                "x-labels": {"en": "Decimals shown", "fr": "Décimales affichées"},
            },
            "grouped": {
                "type": "boolean",
                "default": True,
                "x-labels": {"en": "Thousands separator", "fr": "Séparateur de milliers"},
            },
        },
    }
    examples = (
        Example("1,234.5", 1234.5, "1,234.5"),
        Example("1 234,5", 1234.5, "1\u202f234,5", "fr"),
        Example("2026", 2026, "2026", settings={"grouped": False}),
        Example("1 234,50 €", 1234.5, "1\u202f234,5", "fr"),
        Example("-7", -7, "-7.00\u00a0kg", settings={"decimals": 2, "unit": "kg"}),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["number", "null"]}

    def sql_type(self, settings: Settings) -> Exact:
        return Exact()

    def parse(self, raw: object, settings: Settings, context: Context) -> int | float | None:
        return parse_number(raw, context.language, settings.get("unit", ""))

    def parse_all(
        self, raws: Sequence[object], settings: Settings, context: Context
    ) -> list[int | float | None] | None:
        return parse_numbers(raws)

    def number_format(self, value: float, settings: Settings, context: Context) -> str:
        unit = settings.get("unit")
        shown = decimal_format(value, settings.get("decimals"))
        return f'{shown}"\u00a0{unit.replace(chr(34), "")}"' if unit else shown

    def format(self, value: float | None, settings: Settings, context: Context) -> str:
        if value is None:
            return ""
        unit = settings.get("unit")
        shown = format_number(value, context.language, settings.get("decimals"), grouped=settings.get("grouped", True))
        return f"{shown}\u00a0{unit}" if unit else shown

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        def is_figure(cell: Cell) -> bool:
            begun = not isinstance(cell, str) or bool(FIGURE.match(cell.strip()))
            return begun and reads(self, cell, {}, wishes.context)

        return Guess(0.7) if not sample.holds_codes and sample.share(is_figure) else None
