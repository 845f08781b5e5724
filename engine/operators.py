"""The comparisons that column types share; a type names those that suit it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, false, literal, not_, or_, true, type_coerce
from sqlalchemy import Text as SqlText

from engine.context import Context
from engine.operator import Operand, Operator, right_operands
from engine.sqltypes import IsoDate
from engine.text import Text

MAX_DAYS = 36_525


def contains(left: Operand, right: str, _: Context) -> ColumnElement[bool]:
    return left.key.contains(right, autoescape=True)


def lacks(left: Operand, right: str, _: Context) -> ColumnElement[bool]:
    return or_(left.key.is_(None), ~left.key.contains(right, autoescape=True))


def starts(left: Operand, right: str, _: Context) -> ColumnElement[bool]:
    return left.key.startswith(right, autoescape=True)


def differs(left: Operand, right: Operand, _: Context) -> ColumnElement[bool]:
    """Unlike SQL's `<>`, an empty cell differs from a value."""
    return left.key.is_distinct_from(right.key)


def one_of(left: Operand, right: Any, _: Context) -> ColumnElement[bool]:
    return left.value.in_(right_operands(right)) if right else false()


def none_of(left: Operand, right: Any, _: Context) -> ColumnElement[bool]:
    return or_(left.value.is_(None), left.value.not_in(right_operands(right))) if right else true()


def within_days(left: Operand, first: int, last: int, context: Context) -> ColumnElement[bool]:
    """Both ends count; days from today."""
    low, high = (literal(day_from(context, days).isoformat(), IsoDate()) for days in (first, last))
    return left.value.between(low, high)


def day_from(context: Context, days: int) -> date:
    """At most a century away, so that every number of days has a date."""
    return context.today + timedelta(days=max(-MAX_DAYS, min(days, MAX_DAYS)))


def includes(left: Operand, right: Sequence[Operand], _: Context) -> ColumnElement[bool]:
    """One at least of the members; of another column, all its members in a row."""
    return or_(false(), *members_found(left, right))


def includes_all(left: Operand, right: Sequence[Operand], _: Context) -> ColumnElement[bool]:
    return and_(true(), *members_found(left, right))


def includes_none(left: Operand, right: Sequence[Operand], context: Context) -> ColumnElement[bool]:
    return or_(left.value.is_(None), not_(includes(left, right, context)))


def members_found(left: Operand, right: Sequence[Operand]) -> list[ColumnElement[bool]]:
    held = type_coerce(left.value, SqlText)
    return [held.contains(one) for operand in right for one in members(operand.value)]


def members(value: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """`,3,` and `,7,` for a literal `[3, 7]`, as `sqltypes.IdList` stores one."""
    if isinstance(value, BindParameter):
        kind: Any = value.type
        return [literal(kind.text_of([one]), SqlText()) for one in value.value or ()]
    return [type_coerce(value, SqlText)]


EMPTY: Mapping[str, Operator] = {
    "is_empty": Operator(
        Text("is empty", "est vide"),
        lambda left, *_: left.value.is_(None),
        "nothing",
        Text("becomes empty", "devient vide"),
    ),
    "not_empty": Operator(
        Text("is not empty", "n’est pas vide"),
        lambda left, *_: left.value.is_not(None),
        "nothing",
        Text("is filled in", "reçoit une valeur"),
    ),
}
EQUAL: Mapping[str, Operator] = {
    "is": Operator(Text("is", "est"), lambda left, right, _: left.key == right.key, becomes=Text("becomes", "devient")),
    "not": Operator(Text("is not", "n’est pas"), differs, becomes=Text("is no longer", "n’est plus")),
}
ORDER: Mapping[str, Operator] = {
    "lt": Operator(
        Text("is less than", "vaut moins de"),
        lambda left, right, _: left.key < right.key,
        becomes=Text("becomes less than", "passe sous"),
    ),
    "lte": Operator(
        Text("is at most", "vaut au plus"),
        lambda left, right, _: left.key <= right.key,
        becomes=Text("becomes at most", "ne dépasse plus"),
    ),
    "gt": Operator(
        Text("is greater than", "vaut plus de"),
        lambda left, right, _: left.key > right.key,
        becomes=Text("becomes greater than", "dépasse"),
    ),
    "gte": Operator(
        Text("is at least", "vaut au moins"),
        lambda left, right, _: left.key >= right.key,
        becomes=Text("becomes at least", "atteint"),
    ),
}
TEXT: Mapping[str, Operator] = {
    "contains": Operator(Text("contains", "contient"), contains, "text", Text("now contains", "contient désormais")),
    "lacks": Operator(
        Text("does not contain", "ne contient pas"), lacks, "text", Text("no longer contains", "ne contient plus")
    ),
    "starts": Operator(
        Text("starts with", "commence par"), starts, "text", Text("now starts with", "commence désormais par")
    ),
}
CHOICE: Mapping[str, Operator] = {
    "one_of": Operator(Text("is one of", "est parmi"), one_of, "values", Text("becomes one of", "devient l’un de")),
    "none_of": Operator(
        Text("is none of", "n’est pas parmi"), none_of, "values", Text("is no longer one of", "n’est plus parmi")
    ),
}
DAY_ORDER: Mapping[str, Text] = {
    "lt": Text("is before", "est avant"),
    "lte": Text("is on or before", "est au plus tard"),
    "gt": Text("is after", "est après"),
    "gte": Text("is on or after", "est au plus tôt"),
}
DAY: Mapping[str, Operator] = {
    **EQUAL,
    **{name: Operator(label, ORDER[name].compile) for name, label in DAY_ORDER.items()},
    "next_days": Operator(
        Text("is within the next", "tombe d’ici"),
        lambda left, days, context: within_days(left, 0, days, context),
        "days",
        Text("comes within", "arrive dans moins de"),
    ),
    "past_days": Operator(
        Text("is within the past", "date de moins de"),
        lambda left, days, context: within_days(left, -days, 0, context),
        "days",
    ),
}
PEOPLE: Mapping[str, Operator] = {
    "includes": Operator(Text("includes", "comprend"), includes, "values", Text("now includes", "comprend désormais")),
    "includes_all": Operator(
        Text("includes all of", "comprend à la fois"),
        includes_all,
        "values",
        Text("now includes all of", "comprend désormais à la fois"),
    ),
    "lacks": Operator(
        Text("does not include", "ne comprend pas"),
        includes_none,
        "values",
        Text("no longer includes", "ne comprend plus"),
    ),
}
NUMBER: Mapping[str, Operator] = {
    "is": Operator(Text("is", "vaut"), EQUAL["is"].compile, becomes=EQUAL["is"].becomes),
    "not": Operator(Text("is not", "ne vaut pas"), differs, becomes=Text("is no longer", "ne vaut plus")),
    **ORDER,
    **EMPTY,
}
TAGS: Mapping[str, Operator] = {
    "includes": Operator(
        Text("has any of", "porte l’un de"), includes, "values", Text("now has any of", "porte désormais l’un de")
    ),
    "includes_all": Operator(
        Text("has all of", "porte à la fois"),
        includes_all,
        "values",
        Text("now has all of", "porte désormais à la fois"),
    ),
    "lacks": Operator(
        Text("has none of", "ne porte aucun de"), includes_none, "values", Text("no longer has any of", "ne porte plus")
    ),
}
