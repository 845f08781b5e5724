"""Cells that were there before their column asked for something, and do not keep it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.constraints import BOUNDS, longest
from engine.context import Context
from engine.queries.items import ItemQuery
from engine.queries.listing import count
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column


@dataclass(frozen=True, slots=True)
class Unkept:
    """How many items have an empty cell where a value is required, and how many one beyond its limits."""

    empty: int = 0
    beyond: int = 0


def unkept(session: Session, board: CompiledBoard, column: Column, context: Context) -> Unkept:
    """They stay as they are until somebody edits them."""
    if column.type.read_only:
        return Unkept()
    return Unkept(
        empty_cells(session, board, column) if column.required else 0, beyond(session, board, column, context)
    )


def empty_cells(session: Session, board: CompiledBoard, column: Column) -> int:
    return how_many(session, board, board.table.c[column.physical].is_(None))


def beyond(session: Session, board: CompiledBoard, column: Column, context: Context) -> int:
    operators = dict(zip(BOUNDS, ("lt", "gt"), strict=True))
    sides = [
        {"column": column.key, "op": operators[name], "value": column.settings[name]}
        for name in BOUNDS
        if column.settings.get(name) is not None
    ]
    found = count(session, board, ItemQuery(filter={"or": sides}), context) if sides else 0
    limit = longest(column.type, column.settings)
    return found + (0 if limit is None else longer(session, board, column, limit))


def longer(session: Session, board: CompiledBoard, column: Column, limit: int) -> int:
    return how_many(session, board, sa.func.length(board.table.c[column.physical]) > limit)


def how_many(session: Session, board: CompiledBoard, condition: sa.ColumnElement[bool]) -> int:
    statement = sa.select(sa.func.count()).select_from(board.table)
    return session.scalar(statement.where(board.table.c.deleted_at.is_(None), condition)) or 0
