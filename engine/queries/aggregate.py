"""Measures over many items, each group of them in one statement."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.column import Aggregate
from engine.context import Context
from engine.errors import Invalid
from engine.queries.items import ItemQuery, conditions
from engine.queries.levels import Level, checked_levels, level_expressions, named
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.sqltypes import Exact, ExactMoney
from engine.text import Text
from engine.totals import Total, TotalProduct

Measure = tuple[str, str]
"""A column's key and the name of an aggregate that its type offers; or `quantity*price` and `sum`, of exact numbers."""

FUNCTIONS: Mapping[str, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    "sum": Total,
    "avg": lambda value: sa.func.avg(value, type_=value.type),
    "min": lambda value: sa.func.min(value, type_=value.type),
    "max": lambda value: sa.func.max(value, type_=value.type),
    "filled": sa.func.count,
}
NOT_MEASURED = Text(
    "{column} cannot be summed up as “{measure}”.", "{column} ne peut pas être résumée par « {measure} »."
)
NOT_MULTIPLIED = Text(
    "{column} and {factor} cannot be multiplied: give numbers or percentages, of which one may be an amount of money.",
    "{column} et {factor} ne se multiplient pas : donnez des nombres ou des pourcentages, dont un seul peut être un montant.",
)


def aggregate(
    session: Session,
    board: CompiledBoard,
    context: Context,
    measures: Sequence[Measure] = (),
    *,
    group_by: str | None = None,
    query: ItemQuery | None = None,
) -> list[dict[str, Any]]:
    """One dict a group, in the order of the groups' values: `{"value": …, "count": n, "quantity.sum": …}`.

    `group_by` is a level ("status", "expected_on:month", "group" for the manual groups), or None for one dict of everything.
    A distribution (`by_value`) is a dict of counts by value, or by each member of the lists that a column holds.
    """
    levels = checked_levels(board, [Level.read(group_by)]) if group_by else []
    found = by_levels(session, board, context, measures, levels, query or ItemQuery())
    return [{"value": values[0] if values else None, **totals} for values, totals in found.items()]


def by_levels(
    session: Session,
    board: CompiledBoard,
    context: Context,
    measures: Sequence[Measure],
    levels: Sequence[Level],
    query: ItemQuery,
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The same by the values of several levels, one of each; `()` is everything."""
    totals = [measure for measure in measures if measure[1] != "by_value"]
    found = totalled(session, board, context, totals, levels, query)
    for key, name in measures:
        if name == "by_value":
            distribute(session, board, context, board.column(key), levels, query, found)
    return found


def totalled(
    session: Session,
    board: CompiledBoard,
    context: Context,
    measures: Sequence[Measure],
    levels: Sequence[Level],
    query: ItemQuery,
) -> dict[tuple[Any, ...], dict[str, Any]]:
    by = [level_expressions(session, board, level, context) for level in levels]
    values = [measured(board, key, name) for key, name in measures]
    statement = (
        sa.select(*(value for value, _ in by), sa.func.count(), *values)
        .select_from(board.table)
        .where(*conditions(session, board, query, context))
    )
    if levels:
        statement = statement.group_by(*(value for value, _ in by))
        for level, (value, order) in zip(levels, by, strict=True):
            least = sa.func.min(order)
            statement = statement.order_by(value.is_(None), least.desc() if level.descending else least, value)
    names = ["count", *(f"{key}.{name}" for key, name in measures)]
    width = len(levels)
    return {
        tuple(map(named, line[:width])): dict(zip(names, line[width:], strict=True))
        for line in session.execute(statement)
    }


def distribute(
    session: Session,
    board: CompiledBoard,
    context: Context,
    column: Column,
    levels: Sequence[Level],
    query: ItemQuery,
    found: dict[tuple[Any, ...], dict[str, Any]],
) -> None:
    by = [level_expressions(session, board, level, context)[0] for level in levels]
    offered(column, "by_value")
    value = board.operand(column).value
    statement = (
        sa.select(*by, value, sa.func.count())
        .select_from(board.table)
        .where(*conditions(session, board, query, context))
        .group_by(*by, value)
    )
    for group in found.values():
        group[f"{column.key}.by_value"] = {}
    for *values, one, count in session.execute(statement):
        counts = found[tuple(map(named, values))][f"{column.key}.by_value"]
        for member in one if isinstance(one, list) else [one]:
            counts[member] = counts.get(member, 0) + count


def measured(board: CompiledBoard, key: str, name: str) -> ColumnElement[Any]:
    key, times, factor = key.partition("*")
    column = board.column(key)
    measure = offered(column, name).measure or FUNCTIONS[name]
    if times:
        return product(board, column, board.column(factor), name)
    return measure(board.operand(column).value)


def product(board: CompiledBoard, column: Column, factor: Column, name: str) -> TotalProduct:
    left, right = board.operand(column).value, board.operand(factor).value
    exact = isinstance(left.type, Exact) and isinstance(right.type, Exact)
    amounts = [side.type for side in (left, right) if isinstance(side.type, ExactMoney)]
    if name != "sum" or not exact or len(amounts) > 1:
        raise Invalid(NOT_MULTIPLIED, field=column.key, column=label_text(column), factor=label_text(factor))
    return TotalProduct(left, right, amounts[0] if amounts else Exact())


def offered(column: Column, name: str) -> Aggregate:
    for one in column.type.aggregates:
        if one.name == name:
            return one
    raise Invalid(NOT_MEASURED, field=column.key, column=label_text(column), measure=name)
