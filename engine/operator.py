"""The contract of a comparison: what it is called, what it asks for, and its SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement

from engine.context import Context
from engine.text import Text

Asks = Literal["value", "values", "people", "text", "days", "nothing"]


class Operand(NamedTuple):
    """One side of a comparison: a column or a literal.

    `value` is what is stored; `key` is what orders it and ignores case and accents (the same where a type has none).
    `by` is the person beside a moment, where a column shows both.
    """

    value: ColumnElement[Any]
    key: ColumnElement[Any]
    by: ColumnElement[Any] | None = None


Compile = Callable[[Operand, Any, Context], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Operator:
    """`compile(left, right, context)` → SQL.

    `right` is, by `asks`: an Operand ("value", a literal or another column), a sequence of Operands ("values", or "people" to choose among),
    the folded text ("text"), a whole number ("days"), or None ("nothing").
    `label` reads behind a column's name and before the value ("days": before "7 days"); `becomes` is the same said of a
    change (`None`: the label with "now" behind its verb).
    """

    label: Text
    compile: Compile
    asks: Asks = "value"
    becomes: Text | None = None

    def said_of_a_change(self) -> Text:
        if self.becomes:
            return self.becomes
        (verb, _, rest), (verbe, _, suite) = self.label.en.partition(" "), self.label.fr.partition(" ")
        return Text(f"{verb} now {rest}".rstrip(), f"{verbe} désormais {suite}".rstrip())


def right_operands(right: Sequence[Operand]) -> list[ColumnElement[Any]]:
    return [operand.value for operand in right]
