"""Totals of micro-units in SQL: exact as long as 64 bits hold them, and beyond that rounded instead of an error.

SQLite's own `sum()` fails past 64 bits (`https://sqlite.org/lang_aggfunc.html`), and so would the page that shows the total: two cells
of the largest number that one may hold are enough. Its `+` and `*` go on in floating point. PostgreSQL adds up in NUMERIC.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from engine.exact import UNIT

HALF = 2**32
"""Totals are added up in two halves, of which each would take two billion cells to overflow."""


class Total(FunctionElement[Any]):
    """The sum of a column of micro-units."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


class TotalProduct(FunctionElement[Any]):
    """The sum of the products of two columns of micro-units, rounded once, at its end, to a micro-unit."""

    inherit_cache = True

    def __init__(self, left: ColumnElement[Any], right: ColumnElement[Any], kind: TypeEngine[Any]) -> None:
        super().__init__(left, right)
        self.type = kind


@compiles(Total)
def total(element: Total, compiler: Any, **more: Any) -> str:
    return f"sum({compiler.process(element.clauses, **more)})"


@compiles(Total, "sqlite")
def total_in_sqlite(element: Total, compiler: Any, **more: Any) -> str:
    return in_halves(compiler.process(element.clauses, **more))


@compiles(TotalProduct)
def total_product(element: TotalProduct, compiler: Any, **more: Any) -> str:
    left, right = (compiler.process(side, **more) for side in element.clauses)
    return f"round(sum(CAST({left} AS NUMERIC) * {right}) / {UNIT})"


@compiles(TotalProduct, "sqlite")
def total_product_in_sqlite(element: TotalProduct, compiler: Any, **more: Any) -> str:
    """Whole units of the one times the other, and parts of a unit by themselves, so that nothing is rounded on the way."""
    left, right = (compiler.process(side, **more) for side in element.clauses)
    whole = f"({left} / {UNIT} * {right} + {left} % {UNIT} * ({right} / {UNIT}))"
    parts = f"sum({left} % {UNIT} * ({right} % {UNIT}))"
    return f"({in_halves(whole)} + CAST(round({parts} * 1.0 / {UNIT}) AS INTEGER))"


def in_halves(value: str) -> str:
    return f"(sum({value} / {HALF}) * {HALF} + sum({value} % {HALF}))"
