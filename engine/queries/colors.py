"""Which items meet which of a view's colour rules: all rules of all items in one statement."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid
from engine.filters import Tree, compile_filter
from engine.schema.compiled import CompiledBoard


def meeting(
    session: Session, board: CompiledBoard, trees: Sequence[Tree | None], context: Context, ids: Collection[int]
) -> Mapping[int, list[int]]:
    """The places of the conditions that each item meets. One that the board cannot follow (any more) is met by none."""
    compiled = {place: sql for place, tree in enumerate(trees) if (sql := follow(board, tree, context)) is not None}
    if not compiled or not ids:
        return {}
    met = [sa.case((sql, 1), else_=0) for sql in compiled.values()]
    lines = session.execute(sa.select(board.table.c.id, *met).where(board.table.c.id.in_(ids)))
    return {line[0]: [place for place, flag in zip(compiled, line[1:], strict=True) if flag] for line in lines}


def follow(board: CompiledBoard, tree: Any, context: Context) -> ColumnElement[bool] | None:
    try:
        return compile_filter(board, tree, context) if tree else None
    except Invalid:
        return None
