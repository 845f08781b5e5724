"""Calendar days."""

from typing import Any

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Example, Settings
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS, format_date, parse_date
from engine.operators import DAY, EMPTY, day_from
from engine.sqltypes import IsoDate
from engine.text import Text


class Date(ColumnType):
    name = "date"
    label = Text("Date", "Date")
    icon = "calendar"
    width = 120
    operators = {**DAY, **EMPTY}
    aggregates = (FILLED, EARLIEST, LATEST)
    tokens = DAY_TOKENS
    examples = (
        Example("11/28/2026", "2026-11-28", "Nov 28, 2026"),
        Example("28/11/2026", "2026-11-28", "28 nov. 2026", "fr"),
        Example("1er février 2027", "2027-02-01", "1 févr. 2027", "fr"),
        Example("2026-11-28", "2026-11-28", "Nov 28, 2026"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date"}

    def sql_type(self, settings: Settings) -> IsoDate:
        return IsoDate()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return parse_date(raw, context.language, context.today)

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return "" if value is None else format_date(value, context.language)

    def token(self, name: str, context: Context) -> str:
        return day_from(context, DAY_WORDS[name]).isoformat()
