"""Values as a spreadsheet holds them: real numbers, days and moments, and the text that people read for the rest."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from engine.constraints import is_measured, is_number
from engine.context import Context
from engine.moment import from_iso
from engine.schema.document import Column
from engine.text import Text

Native = str | int | float | Decimal | date | datetime | None
BY = Text("{column}: by", "{column} : par")
REMEMBERED = 10_000
T = TypeVar("T")


class SheetColumn(NamedTuple):
    """One column of a file: its title, and what an item's value becomes in it."""

    title: str
    column: Column
    native: Callable[[Any], Native]


def sheet_columns(column: Column, context: Context) -> list[SheetColumn]:
    """One; two of a column that says when and by whom."""
    title = column.label(context.language)
    if not column.type.stamps:
        return [SheetColumn(title, column, reader(column, context))]
    people = context.people
    who = BY.say(context.language, column=title)
    return [
        SheetColumn(title, column, lambda stamp: moment(stamp["at"], context)),
        SheetColumn(who, column, lambda stamp: people[stamp["by"]].name if stamp["by"] in people else ""),
    ]


def remembering(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """Values come back often, and their texts take long to make."""
    known: dict[Any, T] = {}

    def remembered(value: Any) -> T:
        key = str(value) if isinstance(value, list | dict) else value
        if key not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = read(value)
        return known[key]

    return remembered


def reader(column: Column, context: Context) -> Callable[[Any], Native]:
    """By the column's JSON Schema; what it does not tell is the text that loses nothing."""
    kind = column.type
    schema = kind.value_schema(column.settings)
    if is_number(schema) or is_measured(kind):
        return kind.magnitude
    if schema.get("format") == "date":
        return date.fromisoformat
    if schema.get("format") == "date-time":
        return lambda value: moment(value, context)
    return lambda value: column.exact(value, context)


def moment(value: str, context: Context) -> datetime:
    """As the clock on the reader's wall shows it."""
    return from_iso(value).astimezone(context.zone).replace(tzinfo=None)
