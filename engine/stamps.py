"""Columns that show when, and by whom, an item was made or last changed: read-only, stored in every board's table.

Days are days in UTC.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, literal

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Settings
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS, format_date, parse_date
from engine.operator import Operand, Operator
from engine.operators import DAY, day_from
from engine.sqltypes import Stamp

Span = tuple[ColumnElement[Any], ColumnElement[Any]]


class Stamped(ColumnType):
    """Shows the two columns that `stamps` names. Commands refuse to write it; `parse` reads a day, to compare with."""

    operators = {
        name: Operator(DAY[name].label, compile_, DAY[name].asks, DAY[name].becomes)
        for name, compile_ in {
            "is": lambda left, right, _: left.value.between(*span(right)),
            "lt": lambda left, right, _: left.value < span(right)[0],
            "lte": lambda left, right, _: left.value <= span(right)[1],
            "gt": lambda left, right, _: left.value > span(right)[1],
            "gte": lambda left, right, _: left.value >= span(right)[0],
            "past_days": lambda left, days, context: (
                left.value >= literal(first_moment(day_from(context, -days)), Stamp())
            ),
        }.items()
    }
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
        """A day as its first moment: stamps are compared with days, never written."""
        typed = raw["at"] if isinstance(raw, Mapping) and "at" in raw else raw
        day = parse_date(typed, context.language, context.today)
        return None if day is None else {"at": first_moment(date.fromisoformat(day)), "by": None}

    def format(self, value: Any, settings: Settings, context: Context) -> str:
        if value is None:
            return ""
        at, by = (value["at"], value["by"]) if isinstance(value, Mapping) else (value, None)
        day = format_date(at[:10], context.language)
        person = None if by is None else context.people.get(by)
        return f"{day} · {person.name}" if person else day

    def token(self, name: str, context: Context) -> str:
        return day_from(context, DAY_WORDS[name]).isoformat()


def span(right: Operand) -> Span:
    """First and last moment of the day that is compared with; another stamp is one moment."""
    stamp = right.value.value if isinstance(right.value, BindParameter) else None
    last = literal(f"{stamp['at'][:10]}T23:59:59.999Z", Stamp()) if stamp else right.value
    return right.value, last


def first_moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"
