"""The only place that changes a board's table: Alembic operations, in the transaction that writes the new document."""

import re
from collections.abc import Collection

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.schema.document import Column, Document, all_columns
from engine.schema.table import TOLD_APART, sql_columns, table_name, to_table, unique_index


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
    for found in inspect(session.connection()).get_columns(name):
        if theirs.fullmatch(found["name"]):
            operations_of(session).drop_column(name, found["name"])


def drop_board_table(session: Session, board_id: int) -> None:
    operations_of(session).drop_table(table_name(board_id))


def operations_of(session: Session) -> Operations:
    return Operations(MigrationContext.configure(session.connection()))
