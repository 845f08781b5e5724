"""Columns that show when, and by whom, an item was made or last changed: read-only, stored in every board's table."""

from collections.abc import Mapping
from typing import Any

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Settings
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS, format_date
from engine.hours import parse_moment
from engine.moments import MOMENT
from engine.operators import day_from
from engine.sqltypes import Stamp
from engine.zones import local, midnight


class Stamped(ColumnType):
    """Shows the two columns that `stamps` names. Commands refuse to write it; `parse` reads a moment, to compare with."""

    operators = {name: operator for name, operator in MOMENT.items() if name != "next_days"}
    aggregates = (FILLED, EARLIEST, LATEST)
    tokens = DAY_TOKENS

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {
            "type": ["object", "null"],
            "properties": {
                "at": {"type": "string", "format": "date-time"},
                "by": {"type": ["integer", "null"]},
            },
            "required": ["at", "by"],
            "additionalProperties": False,
            "readOnly": True,
        }

    def sql_type(self, settings: Settings) -> Stamp:
        return Stamp()

    def parse(self, raw: object, settings: Settings, context: Context) -> dict[str, Any] | None:
        """Stamps are compared with days and moments, never written."""
        typed = raw["at"] if isinstance(raw, Mapping) and "at" in raw else raw
        at = parse_moment(typed, context.language, context.today, context.zone)
        return None if at is None else {"at": at, "by": None}

    def format(self, value: Any, settings: Settings, context: Context) -> str:
        """The day, and who."""
        if value is None:
            return ""
        at, by = (value["at"], value["by"]) if isinstance(value, Mapping) else (value, None)
        day = format_date(local(at, context.zone).date().isoformat(), context.language)
        person = None if by is None else context.people.get(by)
        return f"{day} · {person.name}" if person else day

    def token(self, name: str, context: Context) -> str:
        return midnight(day_from(context, DAY_WORDS[name]), context.zone)
