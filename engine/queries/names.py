"""Names of items on several boards, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.schema.compiled import CompiledBoard

MOST_BOARDS = 400
"""SQLite takes no longer unions."""


def item_names(
    session: Session, boards: Mapping[int, CompiledBoard], wanted: Iterable[tuple[int | None, int | None]]
) -> dict[int, str]:
    """Of (board id, item id) pairs, by item; those of other boards and of deleted items are left out."""
    by_board: dict[int, set[int]] = {}
    for board_id, item_id in wanted:
        if board_id is not None and board_id in boards and item_id:
            by_board.setdefault(board_id, set()).add(item_id)
    parts = [select_names(boards[board_id], ids) for board_id, ids in [*by_board.items()][:MOST_BOARDS]]
    found: Sequence[Any] = session.execute(sa.union_all(*parts)).all() if parts else []
    return {item_id: name or "" for item_id, name in found}


def select_names(board: CompiledBoard, ids: set[int]) -> sa.Select[tuple[int, str]]:
    table = board.table.c
    name = table[board.columns["name"].physical]
    return sa.select(table.id, name).where(table.id.in_(ids), table.deleted_at.is_(None))
