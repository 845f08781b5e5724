"""Moments: a day and an hour, stored in UTC and told in the reader's time zone."""

import re
from datetime import date
from typing import Any

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS
from engine.hours import format_moment, parse_moment
from engine.moment import now, to_iso
from engine.moments import MOMENT
from engine.operators import EMPTY, day_from
from engine.sample import Guess, Sample, Wishes
from engine.sqltypes import IsoMoment
from engine.text import Text
from engine.zones import local, midnight

HAS_HOUR = re.compile(r".*\d.*[ t,]\d{1,2}(?::\d{2}|h)", re.IGNORECASE)


class DateTime(ColumnType):
    name = "datetime"
    label = Text("Date and time", "Date et heure")
    icon = "calendar-clock"
    width = 185
    dated = True
    operators = {**MOMENT, **EMPTY}
    aggregates = (FILLED, EARLIEST, LATEST)
    tokens = {"now": Text("now", "maintenant"), **DAY_TOKENS}
    examples = (
        Example("11/28/2026 2:30 pm", "2026-11-28T14:30:00.000Z", "Nov 28, 2026, 2:30\u202fPM"),
        Example("28/11/2026 à 14h30", "2026-11-28T14:30:00.000Z", "28 nov. 2026, 14:30", "fr"),
        Example("demain 9h", "2026-11-25T09:00:00.000Z", "25 nov. 2026, 09:00", "fr"),
        Example("2026-11-28T15:30:00+01:00", "2026-11-28T14:30:00.000Z", "Nov 28, 2026, 2:30\u202fPM"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date-time"}

    def sql_type(self, settings: Settings) -> IsoMoment:
        return IsoMoment()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return parse_moment(raw, context.language, context.today, context.zone)

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return "" if value is None else format_moment(value, context.language, context.zone)

    def due(self, stored: str, context: Context) -> date:
        """In the reader's zone."""
        return local(stored, context.zone).date()

    def token(self, name: str, context: Context) -> str:
        """A day is its first moment."""
        if name in DAY_WORDS:
            return midnight(day_from(context, DAY_WORDS[name]), context.zone)
        return to_iso(now().replace(microsecond=0))

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        timed = sample.share(lambda cell: isinstance(cell, str) and bool(HAS_HOUR.match(cell.strip())))
        read = timed and sample.share(lambda cell: reads(self, cell, {}, wishes.context))
        return Guess(0.92) if read else None
