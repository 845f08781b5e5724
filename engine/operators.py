"""The comparisons that column types share; a type names those that suit it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from engine.context import Context
from engine.operator import Operand, Operator, right_operands
from engine.text import Text


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
        Text("is filled in", "est renseigné"),
    ),
}
EQUAL: Mapping[str, Operator] = {
    "is": Operator(Text("is", "est"), lambda left, right, _: left.key == right.key, becomes=Text("becomes", "devient")),
    "not": Operator(Text("is not", "n’est pas"), differs, becomes=Text("is no longer", "n’est plus")),
}
ORDER: Mapping[str, Operator] = {
    "lt": Operator(
        Text("is less than", "est inférieur à"),
        lambda left, right, _: left.key < right.key,
        becomes=Text("becomes less than", "devient inférieur à"),
    ),
    "lte": Operator(
        Text("is at most", "est au plus"),
        lambda left, right, _: left.key <= right.key,
        becomes=Text("becomes at most", "devient au plus"),
    ),
    "gt": Operator(
        Text("is greater than", "est supérieur à"),
        lambda left, right, _: left.key > right.key,
        becomes=Text("becomes greater than", "devient supérieur à"),
    ),
    "gte": Operator(
        Text("is at least", "est au moins"),
        lambda left, right, _: left.key >= right.key,
        becomes=Text("becomes at least", "devient au moins"),
    ),
}
TEXT: Mapping[str, Operator] = {
    "contains": Operator(Text("contains", "contient"), contains, "text"),
    "lacks": Operator(Text("does not contain", "ne contient pas"), lacks, "text"),
    "starts": Operator(Text("starts with", "commence par"), starts, "text"),
}
CHOICE: Mapping[str, Operator] = {
    "one_of": Operator(Text("is one of", "est parmi"), one_of, "values", Text("becomes one of", "devient l’un de")),
    "none_of": Operator(Text("is none of", "n’est pas parmi"), none_of, "values"),
}
NUMBER = {**EQUAL, **ORDER, **EMPTY}


def both(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(*conditions)
