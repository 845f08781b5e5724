"""Columns that show when, and by whom, an item was made or last changed: read-only, stored in every board's table."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, false, func, not_

from engine.column import EARLIEST, FILLED, LATEST, ColumnType, Settings
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS, format_date
from engine.errors import Invalid
from engine.fold import fold
from engine.hours import parse_moment
from engine.moments import MOMENT
from engine.operator import Operand, Operator
from engine.operators import day_from
from engine.persons import one_person
from engine.sqltypes import Stamp
from engine.text import Text
from engine.zones import local, midnight

ME = Text("me", "moi")


def made_by(left: Operand, right: Sequence[Operand], _: Context) -> ColumnElement[bool]:
    held = [operand.value.value for operand in right if isinstance(operand.value, BindParameter)]
    ids = [stamp["by"] for stamp in held if stamp and stamp["by"] is not None]
    return false() if left.by is None else func.coalesce(left.by.in_(ids), false())


def not_made_by(left: Operand, right: Sequence[Operand], context: Context) -> ColumnElement[bool]:
    return not_(made_by(left, right, context))


def person(raw: object, context: Context) -> int:
    """Their id; "me" is who asks. Raises Invalid for somebody unknown."""
    if isinstance(raw, str) and fold(raw.strip()) in ME and context.user_id is not None:
        return context.user_id
    return one_person(raw, context).id


class Stamped(ColumnType):
    """Shows the two columns that `stamps` names. Commands refuse to write it; `parse` reads a moment, to compare with."""

    operators = {
        **{name: operator for name, operator in MOMENT.items() if name != "next_days"},
        "by": Operator(Text("by", "par"), made_by, "people", Text("now by", "désormais par")),
        "not_by": Operator(Text("not by", "pas par"), not_made_by, "people", Text("no longer by", "n’est plus par")),
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
        """Stamps are compared with days, moments and people, never written."""
        if isinstance(raw, Mapping) and "at" in raw:
            return dict(raw) if raw["at"] is None else {**self.moment(raw["at"], context), "by": raw.get("by")}
        try:
            return None if raw is None or raw == "" else self.moment(raw, context)
        except Invalid as refused:
            try:
                return {"at": None, "by": person(raw, context)}
            except Invalid:
                raise refused from None

    def moment(self, raw: object, context: Context) -> dict[str, Any]:
        return {"at": parse_moment(raw, context.language, context.today, context.zone), "by": None}

    def format(self, value: Any, settings: Settings, context: Context) -> str:
        """The day, and who."""
        if value is None:
            return ""
        at, by = (value["at"], value["by"]) if isinstance(value, Mapping) else (value, None)
        day = format_date(local(at, context.zone).date().isoformat(), context.language) if at else ""
        somebody = None if by is None else context.people.get(by)
        return " · ".join(filter(None, [day, somebody.name if somebody else ""]))

    def token(self, name: str, context: Context) -> str:
        return midnight(day_from(context, DAY_WORDS[name]), context.zone)
