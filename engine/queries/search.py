"""Full-text search without accents: one side table, asked per board or for the whole workspace."""

import re

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.fold import fold
from engine.schema.compiled import CompiledBoard

WORDS = re.compile(r"\w+")
MAX_WORDS = 12


def words_of(text: str) -> list[str]:
    return WORDS.findall(fold(text))[:MAX_WORDS]


def board_token(board_id: int) -> str:
    """The board as a word of the index, so that one look-up finds board and words together."""
    return f"b{board_id}"


def searching(session: Session, board: CompiledBoard, text: str) -> ColumnElement[bool]:
    """Items of the board that have every word of the text, each as the beginning of one of their words."""
    words = words_of(text)
    if not words:
        return sa.true()
    found = (
        sqlite_search([board.id], words) if dialect_of(session) == "sqlite" else postgresql_search([board.id], words)
    )
    return board.table.c.id.in_(found)


def sqlite_search(board_ids: list[int], words: list[str]) -> sa.Select[tuple[int]]:
    search = sa.table("search", sa.column("rowid", sa.Integer), sa.column("search"))
    boards = " OR ".join(f'board:"{board_token(board_id)}"' for board_id in board_ids)
    query = f"({boards}) AND " + " AND ".join(f'body:"{word}"*' for word in words)
    return sa.select(search.c.rowid).where(search.c.search.op("MATCH")(query))


def postgresql_search(board_ids: list[int], words: list[str]) -> sa.Select[tuple[int]]:
    search = sa.table(
        "search", sa.column("item_id", sa.BigInteger), sa.column("board_id", sa.BigInteger), sa.column("words")
    )
    query = sa.func.to_tsquery("simple", " & ".join(f"{word}:*" for word in words))
    return sa.select(search.c.item_id).where(search.c.board_id.in_(board_ids), search.c.words.op("@@")(query))
