"""Numbers that items are given when they are made: without gaps, in the order of creation, under the board's lock."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.search import reindex_board
from engine.context import Context
from engine.models import Counter
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column


def number_items(session: Session, board: CompiledBoard, ids: Sequence[int], columns: dict[str, Sequence[Any]]) -> None:
    """Give new items their next numbers, entering them into `columns`. The caller holds the board and inserts afterwards.

    A creation that fails takes its numbers back with everything else; an item in the trash keeps its own.
    """
    if not counts_anything(board):
        return
    last = dict(
        session.execute(
            sa.update(Counter)
            .where(Counter.board_id == board.id)
            .values(value=Counter.value + len(ids))
            .returning(Counter.column_id, Counter.value)
        ).all()
    )
    for column in numbered_columns(board):
        first = last[column.id] - len(ids) + 1
        columns[column.key] = range(first, last[column.id] + 1)


def number_trashed(session: Session, board: CompiledBoard, ids: Sequence[int]) -> None:
    """The same for columns in the trash, which may come back, of items that were just inserted."""
    if not counts_anything(board):
        return
    there = [column.id for column in numbered_columns(board)]
    trashed = sa.select(Counter).where(Counter.board_id == board.id, Counter.column_id.not_in(there))
    for counter in session.scalars(trashed.execution_options(populate_existing=True)):
        item, cell = sa.column("id", sa.BigInteger()), sa.column(f"c_{counter.column_id}", sa.BigInteger())
        table = sa.table(board.table.name, item, cell)
        chosen = item.between(ids[0], ids[-1])
        session.execute(sa.update(table).where(chosen).values({cell: item + (counter.value - ids[-1])}))


def begin_counting(session: Session, board_id: int, columns: Iterable[Column]) -> None:
    """For a new board: each column from its first number."""
    session.add_all(
        Counter(board_id=board_id, column_id=column.id, value=column.settings.get("start", 1) - 1)
        for column in columns
        if column.type.numbered
    )


def start_numbers(session: Session, board: CompiledBoard, column: Column, context: Context) -> None:
    """Number the items that are there, those in the trash too, and begin to count."""
    table = board.table
    placed = sa.select(table.c.id, sa.func.row_number().over(order_by=table.c.id).label("place")).subquery()
    first = column.settings.get("start", 1)
    session.execute(
        sa.update(table).where(table.c.id == placed.c.id).values({column.physical: placed.c.place + (first - 1)})
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    session.add(Counter(board_id=board.id, column_id=column.id, value=first - 1 + count))
    session.flush()
    reindex_board(session, board, context)


def change_numbers(session: Session, board: CompiledBoard, before: Column, context: Context) -> None:
    """Go on from a higher first number; let search find numbers as they are written now."""
    column = board.column(before.key)
    session.execute(
        sa.update(Counter)
        .where(Counter.board_id == board.id, Counter.column_id == column.id)
        .where(Counter.value < column.settings.get("start", 1) - 1)
        .values(value=column.settings.get("start", 1) - 1)
    )
    if column.format(1, context) != before.format(1, context):
        reindex_board(session, board, context)


def counts_anything(board: CompiledBoard) -> bool:
    """Whether the board has such a column, in the trash perhaps."""
    return any(column.type.numbered for column in board.everything.values())


def numbered_columns(board: CompiledBoard) -> list[Column]:
    return [column for column in board.columns.values() if column.type.numbered]
