"""The search index, written in the item's own transaction."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.db import dialect_of
from engine.fold import fold
from engine.queries.search import board_token
from engine.queries.updates import said_about
from engine.schema.compiled import CompiledBoard

INSERT = {
    "sqlite": sa.text("INSERT INTO search (rowid, board, body) VALUES (:item, :token, :body)"),
    "postgresql": sa.text("INSERT INTO search (item_id, board_id, body) VALUES (:item, :board, :body)"),
}
UPDATE = {
    "sqlite": sa.text("UPDATE search SET body = :body WHERE rowid = :item"),
    "postgresql": sa.text("UPDATE search SET body = :body WHERE item_id = :item"),
}


def searchable_text(board: CompiledBoard, values: Mapping[str, object], context: Context) -> str:
    """The folded text of all searchable cells."""
    shown = (column.format(values.get(key), context) for key, column in board.stored.items() if column.type.searchable)
    return fold(" ".join(text for text in shown if text))


def index_items(session: Session, board: CompiledBoard, bodies: Sequence[tuple[int, str]]) -> None:
    """Add new items: (item id, searchable text) pairs."""
    token = board_token(board.id)
    lines = [{"item": item_id, "board": board.id, "token": token, "body": body} for item_id, body in bodies]
    if lines:
        session.execute(INSERT[dialect_of(session)], lines)


def reindex_items(session: Session, bodies: Sequence[tuple[int, str]], talked_about: Sequence[int]) -> None:
    """The same for items that are in the index; the updates on those that have any are found with them."""
    if bodies:
        said = said_about(session, talked_about) if talked_about else {}
        lines = [
            {"item": item_id, "body": " ".join([body, *map(fold, said.get(item_id, ()))])} for item_id, body in bodies
        ]
        session.execute(UPDATE[dialect_of(session)], lines)
