"""The only place that changes a board's table: Alembic operations, in the transaction that writes the new document."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.db import Database, dialect_of
from engine.schema.document import Column, Document, all_columns
from engine.schema.table import TOLD_APART, shortcut_prefix, sql_columns, table_name, to_table, unique_index

if TYPE_CHECKING:
    from alembic.operations import Operations

BUILDING = 0x696E646578
"""PostgreSQL's advisory lock: one index is built at a time, by one worker."""
SHORTCUTS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = :board"),
    "postgresql": text(
        "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid"
        " WHERE indrelid = to_regclass(:board) AND indisvalid"
    ),
}


def create_board_table(session: Session, board_id: int, document: Document) -> None:
    table = to_table(board_id, all_columns(document).values())
    session.execute(CreateTable(table))
    for index in table.indexes:
        session.execute(CreateIndex(index))


def add_physical_column(session: Session, board_id: int, column: Column) -> None:
    """One native column, and its sort key; nothing for a type that only shows stamps."""
    operations = operations_of(session)
    for sql_column in sql_columns(column):
        operations.add_column(table_name(board_id), sql_column)


def add_unique_index(session: Session, board_id: int, column: Column) -> None:
    """Keeps apart what living items hold in the column: its sort key where it has one."""
    name = table_name(board_id)
    operations_of(session).create_index(
        unique_index(name, column), name, [column.telling, text(TOLD_APART)], unique=True
    )


def drop_unique_index(session: Session, board_id: int, column: Column) -> None:
    operations_of(session).drop_index(unique_index(table_name(board_id), column), table_name(board_id))


def drop_physical_columns(session: Session, board_id: int, column_ids: Collection[int]) -> None:
    """Those of every generation of the columns, and their sort keys."""
    name, ids = table_name(board_id), "|".join(str(column_id) for column_id in column_ids)
    theirs = re.compile(rf"c_(?:{ids})(?:_\d+)?(?:_k)?")
    for shortcut in standing_shortcuts(session, board_id):
        drop_shortcut(session, shortcut)
    for found in inspect(session.connection()).get_columns(name):
        if theirs.fullmatch(found["name"]):
            operations_of(session).drop_column(name, found["name"])


def drop_board_table(session: Session, board_id: int) -> None:
    operations_of(session).drop_table(table_name(board_id))


def standing_shortcuts(session: Session, board_id: int) -> set[str]:
    """Names of the indexes that views called for and that are ready."""
    found = session.scalars(SHORTCUTS[dialect_of(session)], {"board": table_name(board_id)})
    return {name for name in found if name.startswith(shortcut_prefix(board_id))}


def build_shortcut(db: Database, board_id: int, name: str, expressions: Sequence[str]) -> None:
    """PostgreSQL builds it beside the work that goes on; on SQLite writers wait, three seconds for a million items."""
    target = f"{name} ON {table_name(board_id)} ({', '.join(expressions)})"
    if db.is_sqlite:
        with db.write() as session:
            session.execute(text(f"CREATE INDEX IF NOT EXISTS {target}"))
            session.execute(text("PRAGMA analysis_limit=1000"))
            session.execute(text(f"ANALYZE {table_name(board_id)}"))
        return
    with db.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": BUILDING}):
            try:
                connection.execute(
                    text(f"DROP INDEX IF EXISTS {name}")
                )  # one that was broken off is there, and not valid
                connection.execute(text(f"CREATE INDEX CONCURRENTLY {target}"))
                # also marks pages as seen by all: else a count by the index looks up each item of a board just filled
                connection.execute(text(f"VACUUM (ANALYZE) {table_name(board_id)}"))
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": BUILDING})


def drop_shortcut(session: Session, name: str) -> None:
    session.execute(text(f"DROP INDEX IF EXISTS {name}"))


def operations_of(session: Session) -> Operations:
    """Imported here: few processes change a table, and Alembic is an eighth of what the others would wait for."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    return Operations(MigrationContext.configure(session.connection()))
