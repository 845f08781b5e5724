"""Document → SQLAlchemy table: one natively typed table per board."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, Index, Integer, MetaData, String, Table, Text, text
from sqlalchemy import Column as SqlColumn

from engine.models import Id
from engine.schema.document import Column
from engine.sqltypes import IsoMoment

RANK = String(80).with_variant(String(80, collation="C"), "postgresql")
TOLD_APART = "(CASE WHEN deleted_at IS NULL THEN 0 ELSE id END)"
"""Ends a unique index: the same for all living items, and never the same for two in the trash.

A partial index would say so more shortly, but SQLite takes one for the cheapest way through a whole table: four times
slower than reading the table itself.
"""
KEY = Text().with_variant(Text(collation="C"), "postgresql")


def table_name(board_id: int) -> str:
    return f"board_{board_id}"


def to_table(board_id: int, columns: Collection[Column]) -> Table:
    """`id` is the item's id in the registry; `sys` is a spare for the platform."""
    name = table_name(board_id)
    table = Table(
        name,
        MetaData(),
        SqlColumn("id", Id, primary_key=True, autoincrement=False),
        SqlColumn("group_id", Id, nullable=False),
        SqlColumn("parent_id", Id),
        SqlColumn("position", RANK, nullable=False),
        SqlColumn("version", Integer, nullable=False, default=1),
        SqlColumn("created_at", IsoMoment, nullable=False),
        SqlColumn("created_by", Id),
        SqlColumn("updated_at", IsoMoment, nullable=False),
        SqlColumn("updated_by", Id),
        SqlColumn("deleted_at", IsoMoment),
        SqlColumn("sys", JSON),
        *(sql_column for column in columns for sql_column in sql_columns(column)),
    )
    Index(f"ux_{name}_position", table.c.group_id, table.c.position, text(TOLD_APART), unique=True)
    for column in columns:
        if column.unique and not column.hidden_at:
            Index(unique_index(name, column), table.c[column.telling], text(TOLD_APART), unique=True)
    return table


def shortcut_prefix(board_id: int) -> str:
    """How the names of indexes begin that views call for (`queries.shortcuts`)."""
    return f"ix_{table_name(board_id)}_"


def unique_index(table: str, column: Column) -> str:
    return f"ux_{table}_{column.physical}"


def sql_columns(column: Column) -> list[SqlColumn[Any]]:
    """The native column, and its sort key where the type keeps one; nothing for a type that shows stamps."""
    if column.type.stamps:
        return []
    native: SqlColumn[Any] = SqlColumn(column.physical, column.type.sql_type(column.settings))
    return [native, SqlColumn(column.physical_key, KEY)] if column.type.folded else [native]
