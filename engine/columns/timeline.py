"""Periods: from one day to another, both counted."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, and_, func, literal, type_coerce
from sqlalchemy import Text as SqlText
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from engine.column import FILLED, Aggregate, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.dates import DAY_TOKENS, DAY_WORDS
from engine.day_words import beginning, ending
from engine.operator import Operand, Operator
from engine.operators import EMPTY, EQUAL, day_from
from engine.sample import Guess, Sample, Wishes
from engine.spans import BETWEEN, ISO, ends_of, format_span, joined, parse_span, short_span
from engine.sqltypes import IsoSpan
from engine.text import Text

Side = ColumnElement[Any]
PERIODS = {"this_week": ("week", 0), "next_week": ("week", 1), "this_month": ("month", 0), "next_month": ("month", 1)}


def first(operand: Operand) -> Side:
    return part(operand, 0, func.substr(type_coerce(operand.value, SqlText), 1, 10))


def last(operand: Operand) -> Side:
    return part(operand, 1, func.substr(type_coerce(operand.value, SqlText), 12, 10))


def part(operand: Operand, place: int, sliced: Side) -> Side:
    """A literal's end is a literal."""
    value = operand.value.value if isinstance(operand.value, BindParameter) else None
    return literal(value.split("/")[place], SqlText()) if value else sliced


def comparing(compare: Callable[[Side, Side, Side, Side], Side]) -> Callable[[Operand, Operand, Context], Side]:
    """An operator's SQL over the ends of both sides: first, last, other first, other last."""
    return lambda left, right, _: compare(first(left), last(left), first(right), last(right))


def in_days(side: Callable[[Operand], Side]) -> Callable[[Operand, int, Context], Side]:
    """Whether that end lies between today and so many days on."""
    return lambda left, days, context: side(left).between(
        literal(context.today.isoformat(), SqlText()), literal(day_from(context, days).isoformat(), SqlText())
    )


class Days(FunctionElement[int]):
    """How many days a period has, its ends counted."""

    type = Integer()
    inherit_cache = True


@compiles(Days, "sqlite")
def days_in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    text = compiler.process(element.clauses, **more)
    return f"CAST(julianday(substr({text}, 12, 10)) - julianday(substr({text}, 1, 10)) + 1 AS INTEGER)"


@compiles(Days, "postgresql")
def days_in_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    text = compiler.process(element.clauses, **more)
    return f"(CAST(substr({text}, 12, 10) AS DATE) - CAST(substr({text}, 1, 10) AS DATE) + 1)"


def whole(value: Side) -> Side:
    """From the earliest first day to the latest last one."""
    text = type_coerce(value, SqlText)
    return type_coerce(
        func.min(func.substr(text, 1, 10)).concat("/").concat(func.max(func.substr(text, 12, 10))), IsoSpan
    )


class Timeline(ColumnType):
    name = "timeline"
    label = Text("Timeline", "Période")
    icon = "calendar-range"
    align = "center"
    width = 195
    cell = "value"
    operators = {
        "overlaps": Operator(Text("overlaps", "chevauche"), comparing(lambda a, b, c, d: and_(a <= d, b >= c))),
        "contains": Operator(Text("contains", "couvre"), comparing(lambda a, b, c, d: and_(a <= c, b >= d))),
        "within": Operator(Text("lies within", "tient dans"), comparing(lambda a, b, c, d: and_(a >= c, b <= d))),
        "lt": Operator(Text("ends before", "finit avant"), comparing(lambda _, b, c, __: b < c)),
        "gt": Operator(Text("begins after", "commence après"), comparing(lambda a, _, __, d: a > d)),
        "starts": Operator(Text("begins on", "commence le"), comparing(lambda a, _, c, d: a.between(c, d))),
        "ends": Operator(Text("ends on", "finit le"), comparing(lambda _, b, c, d: b.between(c, d))),
        "starts_in": Operator(Text("begins within", "commence d’ici"), in_days(first), "days"),
        "ends_in": Operator(Text("ends within", "finit d’ici"), in_days(last), "days"),
        **EQUAL,
        **EMPTY,
    }
    aggregates = (
        Aggregate("span", Text("From first to last day", "Du premier au dernier jour"), whole),
        Aggregate("days", Text("Days in all", "Total des jours"), lambda value: func.sum(Days(value))),
        FILLED,
    )
    tokens = {
        **DAY_TOKENS,
        "this_week": Text("this week", "cette semaine"),
        "next_week": Text("next week", "la semaine prochaine"),
        "this_month": Text("this month", "ce mois"),
        "next_month": Text("next month", "le mois prochain"),
    }
    examples = (
        Example("11/12/2026 - 11/28/2026", "2026-11-12/2026-11-28", "Nov 12\u2009–\u200928, 2026"),
        Example("du 28 nov. au 3 déc.", "2026-11-28/2026-12-03", "28 nov.\u2009–\u20093 déc. 2026", "fr"),
        Example("12-28 nov 2026", "2026-11-12/2026-11-28", "12\u2009–\u200928 nov. 2026", "fr"),
        Example("Dec 20 + 3 weeks", "2026-12-20/2027-01-10", "Dec 20, 2026\u2009–\u2009Jan 10, 2027"),
        Example("28/11/2026", "2026-11-28/2026-11-28", "28 nov. 2026", "fr"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "description": "ISO 8601: 2026-11-12/2026-11-28"}

    def sql_type(self, settings: Settings) -> IsoSpan:
        return IsoSpan()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        return parse_span(raw, context.language, context.today)

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return "" if value is None else format_span(value, context.language)

    def shown(self, value: str, context: Context) -> tuple[str, str, int]:
        """The text of a cell, when it is seen from today ("past", "now", "ahead"), and how many days it has."""
        begins, ends = ends_of(value)
        when = "past" if ends < context.today else "ahead" if begins > context.today else "now"
        return short_span(value, context.language, context.today.year), when, (ends - begins).days + 1

    def token(self, name: str, context: Context) -> str:
        if name in DAY_WORDS:
            one = day_from(context, DAY_WORDS[name])
            return joined(one, one)
        unit, step = PERIODS[name]
        return joined(beginning(context.today, unit, step), ending(context.today, unit, step))

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        two_sided = sample.share(
            lambda cell: isinstance(cell, str) and bool(ISO.fullmatch(cell.strip()) or BETWEEN.search(cell))
        )
        read = two_sided and sample.share(lambda cell: reads(self, cell, {}, wishes.context))
        return Guess(0.93) if read else None
