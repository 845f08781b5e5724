"""The indexes of large boards follow their saved views: each that a view calls for is built, each that none does is dropped."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import Database
from engine.models import Board, View
from engine.queries.shortcuts import MANY, Shortcut, shortcuts
from engine.schema.change import build_shortcut, drop_shortcut, standing_shortcuts
from engine.schema.compiled import compile_board


def tend_shortcuts(db: Database) -> None:
    """For the worker, now and then: nothing is kept but the indexes themselves, so that it may end at any point."""
    with db.read() as session:
        boards = session.scalars(sa.select(Board.id).where(Board.item_count > MANY, Board.deleted_at.is_(None))).all()
    for board_id in boards:
        tend_board(db, board_id)


def tend_board(db: Database, board_id: int) -> None:
    with db.read() as session:
        wanted, standing = called_for(session, board_id), standing_shortcuts(session, board_id)
    for one in wanted:
        if one.name not in standing:
            build_shortcut(db, board_id, one.name, one.expressions)
    superfluous = standing - {one.name for one in wanted}
    if superfluous:
        with db.write() as session:
            for name in superfluous:
                drop_shortcut(session, name)


def called_for(session: Session, board_id: int) -> list[Shortcut]:
    """By everybody's views, each with its own columns."""
    stored = session.get_one(Board, board_id)
    board = compile_board(stored.id, stored.workspace_id, stored.version, stored.document)
    views = sa.select(View.settings).where(View.board_id == board_id, View.deleted_at.is_(None))
    found: list[dict[str, Any]] = list(session.scalars(views.order_by(View.owner_id.is_not(None), View.position)))
    return shortcuts(board, found)
