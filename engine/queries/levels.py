"""What the items of a table are grouped by: up to three levels, each a column, a column's period, or the board's groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, tzinfo
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from engine.context import Context
from engine.db import dialect_of
from engine.errors import Invalid
from engine.periods import PERIODS, first_day, next_day
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.sqltypes import Flag, IsoDate, IsoMoment
from engine.text import Text
from engine.zones import local, midnight, name_of

GROUP = "group"
MAX_LEVELS = 3
WHOLE = 2**63
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
ANY_DIALECT = DefaultDialect()
TOO_MANY = Text(
    "A table is grouped by {limit} columns at most.", "Un tableau se regroupe par {limit} colonnes au plus."
)
TWICE = Text("The table is grouped by {column} twice.", "Le tableau est regroupé deux fois par {column}.")
NO_PERIOD = Text("{column} cannot be grouped by “{period}”.", "{column} ne peut pas être regroupée par « {period} ».")
NO_DAY = Text(
    "A group of {column} begins on a day, like 2026-11-01.",
    "Un groupe de {column} commence un jour donné, par exemple 2026-11-01.",
)


class Level(NamedTuple):
    """Written `status`, `expected_on:month` or, largest first, `-price`; `group` is the board's own groups."""

    key: str
    period: str = ""
    descending: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        key, _, period = text.removeprefix("-").partition(":")
        return cls(key, period, text.startswith("-"))

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.key}{':' if self.period else ''}{self.period}"


def read_levels(texts: Sequence[str]) -> list[Level]:
    return [Level.read(text) for text in texts]


def checked_levels(board: CompiledBoard, levels: Sequence[Level]) -> list[Level]:
    """With the period that a moment needs. Raises Invalid for what the board cannot be grouped by."""
    if len(levels) > MAX_LEVELS:
        raise Invalid(TOO_MANY, field="group", limit=MAX_LEVELS)
    found = [level if level.key == GROUP else checked_level(board.column(level.key), level) for level in levels]
    for place, level in enumerate(found):
        if level[:2] in [other[:2] for other in found[:place]]:
            title = level.key if level.key == GROUP else label_text(board.column(level.key))
            raise Invalid(TWICE, field=level.key, column=title)
    return found


def checked_level(column: Column, level: Level) -> Level:
    if level.period and (level.period not in PERIODS or not periodic(column)):
        raise Invalid(NO_PERIOD, field=column.key, column=label_text(column), period=level.period)
    needs_one = isinstance(column.type.sql_type(column.settings), IsoMoment)
    return level._replace(period="day") if needs_one and not level.period else level


def periodic(column: Column) -> bool:
    """Whether its values lie in days, weeks and months."""
    return isinstance(column.type.sql_type(column.settings), IsoDate | IsoMoment)


def level_expressions(
    session: Session, board: CompiledBoard, level: Level, context: Context
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """What is grouped by, and what orders the groups. Moments lie in the days of the context's zone."""
    if level.key == GROUP:
        return board.table.c.group_id, board.table.c.group_id
    column = board.column(level.key)
    operand = board.operand(column)
    if level.period:
        first = period_start(session, operand.value, level.period, context.zone)
        return first, first
    return stored_value(board, column), column.type.order(operand, column.settings)


def period_start(session: Session, value: ColumnElement[Any], period: str, zone: tzinfo) -> ColumnElement[Any]:
    """The first day of the period in which a day or moment lies. Constants stand in the text, as GROUP BY compares it."""
    if dialect_of(session) == "sqlite":
        text: ColumnElement[Any] = sa.type_coerce(value, sa.String())
        if isinstance(value.type, IsoMoment):
            text = sa.func.day_in_zone(text, literal_zone(zone), type_=sa.String())
        month = sa.cast(sa.func.strftime(sa.literal_column("'%m'"), text), sa.Integer())
        into_quarter = sa.cast((month - sa.literal_column("1")) % sa.literal_column("3"), sa.String())
        steps: Mapping[str, tuple[Any, ...]] = {
            "day": (),
            "week": (sa.literal_column("'weekday 0'"), sa.literal_column("'-6 days'")),
            "month": (sa.literal_column("'start of month'"),),
            "quarter": (
                sa.literal_column("'start of month'"),
                sa.literal_column("'-'").concat(into_quarter).concat(sa.literal_column("' months'")),
            ),
            "year": (sa.literal_column("'start of year'"),),
        }
        return sa.type_coerce(sa.func.date(text, *steps[period]), IsoDate())
    local: ColumnElement[Any] = sa.cast(value, sa.DateTime())
    if isinstance(value.type, IsoMoment):
        local = sa.func.timezone(literal_zone(zone), sa.type_coerce(value, sa.DateTime(timezone=True)))
    return sa.type_coerce(sa.cast(sa.func.date_trunc(sa.literal_column(f"'{period}'"), local), sa.Date()), IsoDate())


def literal_zone(zone: tzinfo) -> ColumnElement[Any]:
    """A zone is one of the names that this machine knows, whatever a person's settings say."""
    return sa.literal_column(f"'{name_of(zone)}'")


def holding(board: CompiledBoard, level: Level, value: Any, context: Context) -> ColumnElement[bool]:
    """The stored value itself, where the operators of a column may fold case or look into lists."""
    if level.key == GROUP:
        return sa.and_(board.table.c.group_id == value)
    column = board.column(level.key)
    stored = stored_value(board, column)
    if value is None:
        return stored.is_(None)
    if level.period:
        return within(stored, level.period, day_of(column, value), context.zone)
    return sa.and_(stored == sa.literal(value, column.type.sql_type(column.settings)))


def names_section(board: CompiledBoard, level: Level, value: Any) -> bool:
    """Whether a value that came from outside is of the kind that the level's sections are named by."""
    if value is None or level.period:
        return True
    if level.key == GROUP:
        return is_id(value)
    column = board.column(level.key)
    kind = column.type.sql_type(column.settings)
    if not isinstance(kind, TypeDecorator):
        return isinstance(value, kind.python_type) and is_storable(value)
    try:
        stored = kind.process_bind_param(value, ANY_DIALECT)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False
    return isinstance(stored, kind.impl_instance.python_type) and is_storable(stored)


def is_id(value: Any) -> bool:
    return type(value) is int and is_storable(value)


def is_storable(value: Any) -> bool:
    """Whether a database takes it: 64 bits, text that is UTF-8 without NUL."""
    if isinstance(value, int):
        return -WHOLE <= value < WHOLE
    return not (isinstance(value, str) and UNSTORABLE.search(value))


def stored_value(board: CompiledBoard, column: Column) -> ColumnElement[Any]:
    """A flag that was never written is false."""
    value = board.operand(column).value
    return sa.func.coalesce(value, sa.false(), type_=value.type) if isinstance(value.type, Flag) else value


def day_of(column: Column, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Invalid(NO_DAY, field=column.key, column=label_text(column)) from None


def within(stored: ColumnElement[Any], period: str, first: date, zone: tzinfo) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = stored >= sa.literal(bound(stored, first, zone), stored.type)
    behind = next_day(period, first)
    return begun if behind is None else sa.and_(begun, stored < sa.literal(bound(stored, behind, zone), stored.type))


def bound(stored: ColumnElement[Any], day: date, zone: tzinfo) -> str:
    if not isinstance(stored.type, IsoMoment):
        return day.isoformat()
    try:
        return midnight(day, zone)
    except OverflowError:  # the first or last day that there is begins outside of time in UTC
        return midnight(day, UTC)


def level_value(level: Level, group_id: int, values: Mapping[str, Any], zone: tzinfo = UTC) -> Any:
    """What an item's section has in common at this level: as JSON, None for an empty cell."""
    if level.key == GROUP:
        return group_id
    value = values[level.key]
    if level.period and value is not None:
        text = value["at"] if isinstance(value, Mapping) else value
        day = local(text, zone).date() if "T" in text else date.fromisoformat(text)
        return first_day(level.period, day).isoformat()
    return named(value)


def named(value: Any) -> Any:
    """Lists (of people) as tuples and objects (money) as their text, where they name a group; None for any empty value."""
    found = tuple(value) if isinstance(value, list) else value.get("amount") if isinstance(value, dict) else value
    return None if found in ((), "") else found


def cells_of(board: CompiledBoard, holds: Sequence[tuple[Level, Any]], context: Context) -> dict[str, Any]:
    """The cells that an item needs to stand in a section; of a period the day that suits best: today, else its first."""
    found = {}
    for level, value in holds:
        if level.key == GROUP or board.column(level.key).type.read_only:
            continue
        today_fits = level.period and value == first_day(level.period, context.today).isoformat()
        found[level.key] = context.today.isoformat() if today_fits else value
    return found
