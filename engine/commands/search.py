"""The search index, written in the item's own transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.values import Values
from engine.context import Context
from engine.db import Database, dialect_of
from engine.lines import ALONE, insert_lines
from engine.models import Item
from engine.queries.items import select_items, to_item
from engine.queries.search import all_words, board_token, hidden_word, words_of_each
from engine.queries.updates import said_about
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

CHUNK = 5000
INDEX = {
    # at the beginning of a step of several lines FTS5 writes all that it still holds in memory
    "sqlite": sa.Table(
        "search", sa.MetaData(), *(sa.Column(name, sa.Text) for name in ("rowid", "board", "body")), info={ALONE: True}
    ),
    "postgresql": sa.Table(
        "search", sa.MetaData(), *(sa.Column(name, sa.Text) for name in ("item_id", "board_id", "words"))
    ),
}
UPDATE = {
    "sqlite": sa.text("UPDATE search SET body = :body WHERE rowid = :item"),
    "postgresql": sa.text("UPDATE search SET words = CAST(:body AS tsvector) WHERE item_id = :item"),
}

FORGET = {
    "sqlite": sa.text("DELETE FROM search WHERE rowid = :item"),
    "postgresql": sa.text("DELETE FROM search WHERE item_id = :item"),
}

MERGE = sa.text("INSERT INTO search(search, rank) VALUES('merge', 200)")
"""So many pages at most: others write in between."""


PENDING = sa.text(
    "SELECT gin_clean_pending_list(oid) FROM pg_class"
    " WHERE oid = to_regclass('ix_search_words') AND pg_has_role(relowner, 'USAGE')"
)
LATER = sa.text("SET LOCAL gin_pending_list_limit = '64MB'")


def tend_index(db: Database) -> None:
    """Put in order what transactions have added to the index. For the worker, now and then and after an import.

    Nobody has to: all of it is searched, and when it is much, a write puts it in order itself and takes the longer.
    """
    if db.is_sqlite:
        while merged(db):
            pass
    else:
        with db.glance() as connection:
            connection.execute(PENDING)


def index_later(session: Session) -> None:
    """However much this transaction adds to PostgreSQL's index, it leaves its order to `tend_index`."""
    if dialect_of(session) != "sqlite":
        session.execute(LATER)


def merged(db: Database) -> bool:
    """Whether there was anything to join: the command alone counts as one change."""
    with db.write() as session:
        driver: Any = session.connection().connection.dbapi_connection
        before = driver.total_changes
        session.execute(MERGE)
        return bool(driver.total_changes > before + 1)


def searchable_texts(board: CompiledBoard, cells: Mapping[str, Sequence[Any]], context: Context) -> list[str]:
    """Of each item the words of all searchable cells, of columns that the actor may not see too: whole `cells`, column by column."""
    by_column = [words_in(board, column, context, cells[column.key]) for column in searched_columns(board)]
    return [" ".join(filter(None, texts)) for texts in zip(*by_column, strict=True)]


def searched_columns(board: CompiledBoard) -> list[Column]:
    return [column for column in board.whole.stored.values() if column.type.searchable]


def words_in(board: CompiledBoard, column: Column, context: Context, values: Sequence[Any]) -> list[str]:
    """Those of a column that not everybody sees are written so that only a search by somebody who sees it can name them."""
    words = words_of_each(column.format_all(values, context))
    return [hidden_words(board, column, one) for one in words] if column.restricted else words


def hidden_words(board: CompiledBoard, column: Column, words: str) -> str:
    return " ".join(hidden_word(board.id, column, word) for word in words.split())


def index_items(
    session: Session, board: CompiledBoard, ids: Sequence[int], cells: Mapping[str, Sequence[Any]], context: Context
) -> None:
    """Add new items: their whole cells, column by column."""
    texts = searchable_texts(board, cells, context)
    if dialect_of(session) == "sqlite":
        columns = {"rowid": ids, "board": [board_token(board.id)] * len(ids), "body": texts}
    else:
        columns = {"item_id": ids, "board_id": [board.id] * len(ids), "words": texts}
    insert_lines(session, INDEX[dialect_of(session)], columns)


def reindex_items(
    session: Session, board: CompiledBoard, items: Mapping[int, Values], context: Context, talked_about: Sequence[int]
) -> None:
    """The same for items that are in the index, by the cells that the actor sees; the updates on those that have any are found with them."""
    if not items:
        return
    said = said_about(session, talked_about) if talked_about else {}
    unseen = unseen_cells(session, board, list(items))
    lines = []
    whole = [{**unseen.get(one, {}), **values} for one, values in items.items()]
    cells = {column.key: [one.get(column.key) for one in whole] for column in searched_columns(board)}
    texts = searchable_texts(board, cells, context)
    for item_id, body in zip(items, texts, strict=True):
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
