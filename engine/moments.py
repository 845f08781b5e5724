"""Comparisons of moments with days and with other moments, told in the reader's time zone.

A moment at midnight stands for its whole day, one to the minute for that minute: `is after 28 Nov` begins on the 29th.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, literal, not_, null, or_

from engine.context import Context
from engine.moment import from_iso, to_iso
from engine.operator import Compile, Operand, Operator
from engine.operators import DAY, day_from
from engine.sqltypes import IsoMoment
from engine.zones import local, midnight

Span = tuple[ColumnElement[Any], ColumnElement[Any]]
TICK = timedelta(milliseconds=1)


def span(right: Operand, context: Context) -> Span:
    """First and last instant of what is compared with; another column's moment is one instant."""
    held = right.value.value if isinstance(right.value, BindParameter) else None
    if held is None:
        return right.value, right.value
    iso = held["at"] if isinstance(held, Mapping) else held
    if iso is None:
        return null(), null()
    return literal(iso, IsoMoment()), literal(last_instant(iso, context), IsoMoment())


def last_instant(iso: str, context: Context) -> str:
    moment = local(iso, context.zone)
    if moment.time() == time():
        return end_of(iso, context)
    return to_iso(moment + timedelta(seconds=1 if moment.second else 60) - TICK)


def end_of(iso: str, context: Context) -> str:
    """The last instant of the day in which a moment lies."""
    tomorrow = local(iso, context.zone).date() + timedelta(days=1)
    return to_iso(from_iso(midnight(tomorrow, context.zone)) - TICK)


def inside(left: Operand, right: Operand, context: Context) -> ColumnElement[bool]:
    return left.value.between(*span(right, context))


def outside(left: Operand, right: Operand, context: Context) -> ColumnElement[bool]:
    """An empty cell differs from every moment."""
    return or_(left.value.is_(None), not_(inside(left, right, context)))


def within_days(left: Operand, first: int, last: int, context: Context) -> ColumnElement[bool]:
    """Whole days from today, both ends counted."""
    begins, ends = (midnight(day_from(context, days), context.zone) for days in (first, last))
    return left.value.between(literal(begins, IsoMoment()), literal(end_of(ends, context), IsoMoment()))


COMPILED: Mapping[str, Compile] = {
    "is": inside,
    "not": outside,
    "lt": lambda left, right, context: left.value < span(right, context)[0],
    "lte": lambda left, right, context: left.value <= span(right, context)[1],
    "gt": lambda left, right, context: left.value > span(right, context)[1],
    "gte": lambda left, right, context: left.value >= span(right, context)[0],
    "next_days": lambda left, days, context: within_days(left, 0, days, context),
    "past_days": lambda left, days, context: within_days(left, -days, 0, context),
}
MOMENT: Mapping[str, Operator] = {
    name: Operator(DAY[name].label, compiled, DAY[name].asks, DAY[name].becomes) for name, compiled in COMPILED.items()
}
