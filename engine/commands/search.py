"""The search index, written in the item's own transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.values import Values
from engine.context import Context
from engine.db import dialect_of
from engine.models import Item
from engine.queries.items import select_items, to_item
from engine.queries.search import all_words, board_token, hidden_word
from engine.queries.updates import said_about
from engine.schema.compiled import CompiledBoard

CHUNK = 5000
INSERT = {
    "sqlite": sa.text("INSERT INTO search (rowid, board, body) VALUES (:item, :token, :body)"),
    "postgresql": sa.text("INSERT INTO search (item_id, board_id, body) VALUES (:item, :board, :body)"),
}
UPDATE = {
    "sqlite": sa.text("UPDATE search SET body = :body WHERE rowid = :item"),
    "postgresql": sa.text("UPDATE search SET body = :body WHERE item_id = :item"),
}

FORGET = {
    "sqlite": sa.text("DELETE FROM search WHERE rowid = :item"),
    "postgresql": sa.text("DELETE FROM search WHERE item_id = :item"),
}


def searchable_text(board: CompiledBoard, values: Values, context: Context) -> str:
    """The words of all searchable cells, of columns that the actor may not see too: whole `values`.

    Words of a column that not everybody sees are written so that only a search by somebody who sees it can name them.
    """
    texts = []
    for key, column in board.whole.stored.items():
        words = all_words(column.format(values.get(key), context)) if column.type.searchable else []
        texts += [hidden_word(board.id, column, word) if column.restricted else word for word in words]
    return " ".join(texts)


def index_items(session: Session, board: CompiledBoard, items: Mapping[int, Values], context: Context) -> None:
    """Add new items, by id: their whole cells."""
    token = board_token(board.id)
    lines = [
        {"item": item_id, "board": board.id, "token": token, "body": searchable_text(board, values, context)}
        for item_id, values in items.items()
    ]
    if lines:
        session.execute(INSERT[dialect_of(session)], lines)


def reindex_items(
    session: Session, board: CompiledBoard, items: Mapping[int, Values], context: Context, talked_about: Sequence[int]
) -> None:
    """The same for items that are in the index, by the cells that the actor sees; the updates on those that have any are found with them."""
    if not items:
        return
    said = said_about(session, talked_about) if talked_about else {}
    unseen = unseen_cells(session, board, list(items))
    lines = []
    for item_id, values in items.items():
        body = searchable_text(board, {**unseen.get(item_id, {}), **values}, context)
        lines.append({"item": item_id, "body": " ".join([body, *all_words(" ".join(said.get(item_id, ())))])})
    session.execute(UPDATE[dialect_of(session)], lines)


def unseen_cells(session: Session, board: CompiledBoard, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What search has to know of columns that the actor may not see, by item."""
    columns = [
        column for key, column in board.whole.stored.items() if key not in board.columns and column.type.searchable
    ]
    if not columns:
        return {}
    table = board.whole.table.c
    statement = sa.select(table.id, *(table[column.physical] for column in columns)).where(table.id.in_(ids))
    keys = [column.key for column in columns]
    return {line[0]: dict(zip(keys, line[1:], strict=True)) for line in session.execute(statement)}


def reindex_board(session: Session, board: CompiledBoard, context: Context) -> None:
    """Every item anew: other people see other columns than before."""
    whole, last = board.whole, 0
    while lines := session.execute(
        select_items(whole).where(whole.table.c.id > last).order_by(whole.table.c.id).limit(CHUNK)
    ).all():
        found = [to_item(whole, line) for line in lines]
        last = found[-1].id
        cells = {one.id: one.values for one in found}
        reindex_items(session, whole, cells, context, [one.id for one in found if one.updates])


def forget_items(session: Session, item_ids: Sequence[int]) -> None:
    session.execute(FORGET[dialect_of(session)], [{"item": item_id} for item_id in item_ids])


def forget_board(session: Session, board_id: int) -> None:
    if ids := session.scalars(sa.select(Item.id).where(Item.board_id == board_id)).all():
        forget_items(session, ids)
