"""Indexes that make a saved view of a large board quick: what it asks to be equal, then its order, then what a total needs.

One index each, in the order in which the view's statement asks (`listing.build_listing`): single indexes on columns were
slower than none, as SQLite then walks one and looks up every item.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.filters import Tree
from engine.operators import EQUAL
from engine.queries.paging import keys_of
from engine.schema.change import standing_shortcuts
from engine.schema.compiled import CompiledBoard
from engine.schema.table import shortcut_prefix

MANY = 5_000
"""Items from which on a board gets such indexes."""
MOST = 12
"""Indexes that one board has at most: each costs every change of an item some microseconds."""


class Shortcut(NamedTuple):
    """An index by its name, which tells one from another, and the SQL of its expressions."""

    name: str
    expressions: tuple[str, ...]


def shortcuts(board: CompiledBoard, views: Sequence[Mapping[str, Any]]) -> list[Shortcut]:
    """Those that views with these settings call for, the first views' first; for all groups and for each of them."""
    found = dict.fromkeys(one for settings in views for one in of_view(board, settings))
    return list(found)[:MOST]


def of_view(board: CompiledBoard, settings: Mapping[str, Any]) -> Iterator[Shortcut]:
    sort = [(key, bool(descending)) for key, descending in settings.get("sort", ()) if key in board.columns]
    equal = [board.operand(board.columns[key]).key for key in equal_columns(board, settings.get("filter"))]
    if not equal and not sort:
        return
    for in_group in (False, True):
        keys = keys_of(board, sort, in_group=in_group)
        if all(isinstance(key.expression, sa.Column) for key in keys):
            order = [order for key in keys for order in key.order()]
            grouped = [board.table.c.group_id] if in_group else []
            yield shortcut(board, [*equal, *grouped, *order, board.table.c.deleted_at])


def equal_columns(board: CompiledBoard, tree: Tree | None) -> list[str]:
    """Columns of which the filter demands one value."""
    leaves = tree.get("and", [tree]) if tree else []
    return sorted({leaf["column"] for leaf in leaves if demands_one_value(board, leaf)})


def demands_one_value(board: CompiledBoard, leaf: Tree) -> bool:
    column = board.columns.get(str(leaf.get("column", "")))
    operator = column.type.operators.get(str(leaf.get("op", ""))) if column else None
    compares_columns = isinstance(leaf.get("value"), Mapping) and "column" in leaf["value"]
    return operator is not None and operator.compile is EQUAL["is"].compile and not compares_columns


def shortcut(board: CompiledBoard, expressions: Sequence[ColumnElement[Any]]) -> Shortcut:
    texts = tuple(written(one) for one in expressions)
    digest = hashlib.sha256(", ".join(texts).encode()).hexdigest()[:12]
    return Shortcut(f"{shortcut_prefix(board.id)}{digest}", texts)


def written(expression: ColumnElement[Any]) -> str:
    """As CREATE INDEX wants it: names without their table, a comparison in parentheses."""
    text = str(expression.compile(compile_kwargs={"include_table": False}))
    return f"({text})" if isinstance(expression, sa.BinaryExpression) else text


def is_short(session: Session, board: CompiledBoard, filtered: Tree | None, sort: Sequence[tuple[str, bool]]) -> bool:
    """Whether the database has an index for this filter and order over all groups."""
    wanted = [one.name for one in of_view(board, {"filter": filtered, "sort": sort})][:1]
    return bool(wanted) and wanted[0] in standing_shortcuts(session, board.id)
