"""Whether an item meets a condition, as it is or as it would be."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.context import Context
from engine.filters import Tree, compile_filter
from engine.fold import sort_key
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column


def matches(
    session: Session,
    board: CompiledBoard,
    item_id: int,
    tree: Tree | None,
    context: Context,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the item meets the filter, `values` laid over its stored cells: what it was, or would be."""
    source = overlaid(board, item_id, values or {}, context)
    return (
        session.scalar(
            sa.select(sa.literal(1)).select_from(source).where(compile_filter(board, tree, context, source.c))
        )
        is not None
    )


def overlaid(board: CompiledBoard, item_id: int, values: Mapping[str, Any], context: Context) -> sa.Subquery:
    """The item as a one-line source in which some cells are literals."""
    literals: dict[str, ColumnElement[Any]] = {}
    for key, value in values.items():
        if key in board.stored:
            literals.update(as_literals(board.stored[key], value, context))
    chosen = [literals[name].label(name) if name in literals else column for name, column in board.table.c.items()]
    return sa.select(*chosen).where(board.table.c.id == item_id).subquery()


def as_literals(column: Column, value: Any, context: Context) -> dict[str, ColumnElement[Any]]:
    kind = column.type.sql_type(column.settings)
    found: dict[str, ColumnElement[Any]] = {column.physical: sa.cast(sa.literal(value, kind), kind)}
    if column.type.folded:
        found[column.physical_key] = sa.literal(
            None if value is None else sort_key(column.format(value, context)), sa.Text()
        )
    return found
