"""Measures over many items, each group of them in one statement."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid
from engine.queries.items import ItemQuery, conditions
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.text import Text

GROUP = "group"
Measure = tuple[str, str]
"""A column's key and the name of an aggregate that its type offers."""

FUNCTIONS: Mapping[str, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    "sum": lambda value: sa.func.sum(value, type_=value.type),
    "avg": lambda value: sa.func.avg(value, type_=value.type),
    "min": lambda value: sa.func.min(value, type_=value.type),
    "max": lambda value: sa.func.max(value, type_=value.type),
    "filled": sa.func.count,
}
NOT_MEASURED = Text(
    "{column} cannot be summed up as “{measure}”.", "{column} ne peut pas être résumée par « {measure} »."
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

    `group_by` is a column's key, "group" for the manual groups (value = group id), or None for one dict of everything.
    A distribution (`by_value`) is a dict of counts by value.
    """
    totals = [measure for measure in measures if measure[1] != "by_value"]
    found = {
        group["value"]: group for group in totalled(session, board, context, totals, group_by, query or ItemQuery())
    }
    for key, name in measures:
        if name == "by_value":
            distribute(session, board, context, board.column(key), group_by, query or ItemQuery(), found)
    return list(found.values())


def totalled(
    session: Session,
    board: CompiledBoard,
    context: Context,
    measures: Sequence[Measure],
    group_by: str | None,
    query: ItemQuery,
) -> list[dict[str, Any]]:
    by, order = grouping(board, group_by)
    values = [measured(board, key, name) for key, name in measures]
    statement = (
        sa.select(by, sa.func.count(), *values)
        .select_from(board.table)
        .where(*conditions(session, board, query, context))
    )
    if group_by is not None:
        statement = statement.group_by(by).order_by(sa.func.min(order).is_(None), sa.func.min(order), by)
    names = ["value", "count", *(f"{key}.{name}" for key, name in measures)]
    return [dict(zip(names, line, strict=True)) for line in map(hashable, session.execute(statement))]


def distribute(
    session: Session,
    board: CompiledBoard,
    context: Context,
    column: Column,
    group_by: str | None,
    query: ItemQuery,
    found: dict[Any, dict[str, Any]],
) -> None:
    by, _ = grouping(board, group_by)
    offered(column, "by_value")
    value = board.operand(column).value
    statement = (
        sa.select(by, value, sa.func.count())
        .select_from(board.table)
        .where(*conditions(session, board, query, context))
    )
    statement = statement.group_by(value) if group_by is None else statement.group_by(by, value)
    for group in found.values():
        group[f"{column.key}.by_value"] = {}
    for group, one, count in map(hashable, session.execute(statement)):
        found[group][f"{column.key}.by_value"][one] = count


def grouping(board: CompiledBoard, group_by: str | None) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """What is grouped by, and what orders the groups."""
    if group_by is None:
        return sa.null().label("value"), sa.null()
    if group_by == GROUP:
        return board.table.c.group_id, board.table.c.group_id
    column = board.column(group_by)
    operand = board.operand(column)
    return operand.value, column.type.order(operand, column.settings)


def measured(board: CompiledBoard, key: str, name: str) -> ColumnElement[Any]:
    column = board.column(key)
    offered(column, name)
    return FUNCTIONS[name](board.operand(column).value)


def offered(column: Column, name: str) -> None:
    if name not in {aggregate.name for aggregate in column.type.aggregates}:
        raise Invalid(NOT_MEASURED, field=column.key, column=label_text(column), measure=name)


def hashable(line: Sequence[Any]) -> list[Any]:
    """Lists (of people) as tuples and objects (money) as their text, where they name a group."""
    first = line[0]
    named = tuple(first) if isinstance(first, list) else first.get("amount") if isinstance(first, dict) else first
    return [named, *line[1:]]
