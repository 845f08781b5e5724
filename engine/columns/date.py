"""Calendar days."""

import re
from datetime import date
from typing import Any

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS, format_date, parse_date
from engine.operators import DAY, EMPTY, day_from
from engine.sample import HALF, Guess, Sample, Wishes
from engine.sqltypes import IsoDate
from engine.text import Text

WRITTEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})"
    r"|\d{1,2}(er)?[ -][^\W\d]{3,9}\.?[ -]\d{4}|[^\W\d]{3,9}\.? \d{1,2},? \d{4}"
)


class Date(ColumnType):
    name = "date"
    label = Text("Date", "Date")
    icon = "calendar"
    width = 120
    dated = True
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

    def due(self, stored: str, context: Context) -> date:
        return date.fromisoformat(stored)

    def token(self, name: str, context: Context) -> str:
        return day_from(context, DAY_WORDS[name]).isoformat()

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        """Where nearly all cells look like dates, half of them must be some: the others are mistakes to show."""
        alike = sample.share(lambda cell: isinstance(cell, str) and bool(WRITTEN.fullmatch(cell.strip())))
        read = alike and sample.share(lambda cell: reads(self, cell, {}, wishes.context), enough=HALF)
        return Guess(0.9) if read else None
