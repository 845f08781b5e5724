"""Percentages: the value is the fraction, as in Excel."""

from typing import Any

from engine.column import AVERAGE, FILLED, MAXIMUM, MINIMUM, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.numerals import decimal_format, format_percent, parse_percent
from engine.operators import NUMBER
from engine.sample import Guess, Sample, Wishes
from engine.sqltypes import Exact
from engine.text import Text


class Percent(ColumnType):
    name = "percent"
    label = Text("Percent", "Pourcentage")
    icon = "percent"
    align = "end"
    width = 100
    rounding = "decimals"
    operators = NUMBER
    aggregates = (AVERAGE, MINIMUM, MAXIMUM, FILLED)
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "decimals": {
                "type": "integer",
                "minimum": 0,
                "maximum": 4,
                "x-labels": {"en": "Decimals shown", "fr": "Décimales affichées"},
            },
        },
    }
    examples = (
        Example("12.5", 0.125, "12.5%"),
        Example("12,5 %", 0.125, "12,5\u00a0%", "fr"),
        Example("-100%", -1, "-100.0%", settings={"decimals": 1}),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["number", "null"]}

    def sql_type(self, settings: Settings) -> Exact:
        return Exact()

    def parse(self, raw: object, settings: Settings, context: Context) -> int | float | None:
        """Typed `12.5` or `12.5 %` is 0.125; a JSON number is the fraction already."""
        return parse_percent(raw, context.language)

    def number_format(self, value: float, settings: Settings, context: Context) -> str:
        return f"{decimal_format(value * 100, settings.get('decimals'))}%"

    def format(self, value: float | None, settings: Settings, context: Context) -> str:
        return "" if value is None else format_percent(value, context.language, settings.get("decimals"))

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        signed = sample.share(lambda cell: str(cell).rstrip().endswith("%"))
        read = signed and sample.share(lambda cell: reads(self, cell, {}, wishes.context))
        return Guess(0.75) if read else None
