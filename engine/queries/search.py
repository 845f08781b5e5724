"""Full-text search without accents: one side table, asked per board or for the whole workspace."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.fold import BETWEEN, each, fold
from engine.models import Board, Item
from engine.permissions import Actor
from engine.queries.access import seen_by
from engine.queries.boards import boards_by_id
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

LONGEST = 250
"""Letters of a word: PostgreSQL keeps no longer ones. More are several words, in what is kept and in what is looked for."""
WORDS = re.compile(rf"[^\W_]{{1,{LONGEST}}}")
OTHERS = re.compile(rf"(?:[^\w{BETWEEN}]|_)+")
SPACES = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != BETWEEN}
MAX_WORDS = 12
MAX_HIDDEN = 40
"""Letters of a word by which it is found in a column that not everybody sees."""
UNTYPEABLE = "\uff58"
"""A letter to both databases, and one that folding turns into another."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found on one of the actor's boards: enough to show a line and to open it."""

    board: CompiledBoard
    item_id: int
    name: str


def words_of(text: str) -> list[str]:
    return all_words(text)[:MAX_WORDS]


def all_words(text: str) -> list[str]:
    """The words of a text as the index holds them: the same ones in every database, whatever stands between them."""
    return WORDS.findall(fold(text))


def words_of_each(texts: Sequence[str]) -> list[str]:
    """`all_words` of many texts, a space between them."""
    return [words if len(words) <= LONGEST else " ".join(WORDS.findall(words)) for words in each(parted, texts)]


def parted(text: str) -> str:
    """Folded, one space for whatever stands between words."""
    folded = fold(text)
    words = folded.translate(SPACES) if folded.isascii() else OTHERS.sub(" ", folded)
    while "  " in words:
        words = words.replace("  ", " ")
    return words.replace(f" {BETWEEN}", BETWEEN).replace(f"{BETWEEN} ", BETWEEN).strip(" ")


def board_token(board_id: int) -> str:
    """The board as a word of the index, so that one look-up finds board and words together."""
    return f"b{board_id}"


def hidden_word(board_id: int, column: Column, word: str) -> str:
    """A word of a column that not everybody sees, as the index keeps it: letter by letter, so that its beginnings are beginnings.

    It begins with a letter that no folded text has, so nothing that people type can match it.
    """
    letters = "".join(f"{ord(letter):x}g" for letter in word[:MAX_HIDDEN])
    return f"{UNTYPEABLE}{board_id}g{column.id}g{letters}"


def restricted_columns(board: CompiledBoard) -> list[Column]:
    """Those of the searched columns that this actor sees and others do not."""
    return [column for column in board.stored.values() if column.restricted and column.type.searchable]


def searching(session: Session, board: CompiledBoard, text: str) -> ColumnElement[bool]:
    """Items of the board that have every word of the text, each as the beginning of one of their words."""
    words = words_of(text)
    return board.table.c.id.in_(having(session, words, board)) if words else sa.true()


def spellings(word: str, board: CompiledBoard | None) -> list[str]:
    """How the index may have kept the word. Across boards only what everybody sees is searched."""
    hidden = restricted_columns(board) if board else []
    return [word, *(hidden_word(board.id, column, word) for column in hidden if board)]


def search_everywhere(session: Session, actor: Actor, text: str, limit: int = 20) -> list[Hit]:
    """Items of all boards of the actor that have every word of the text, newest first."""
    words = words_of(text)
    if not words:
        return []
    statement = (
        sa.select(Item.id, Item.board_id)
        .join(Board)
        .where(Item.id.in_(having(session, words)), Item.deleted_at.is_(None), seen_by(actor))
        .order_by(Item.id.desc())
    )
    found = session.execute(statement.limit(limit)).all()
    boards = boards_by_id(session, actor, (board_id for _, board_id in found))
    hits = [
        hit for board in boards.values() for hit in named(session, board, [one for one, of in found if of == board.id])
    ]
    return sorted(hits, key=lambda hit: -hit.item_id)


def named(session: Session, board: CompiledBoard, ids: Sequence[int]) -> list[Hit]:
    name = board.table.c[board.columns["name"].physical]
    lines = session.execute(sa.select(board.table.c.id, name).where(board.table.c.id.in_(ids)))
    return [Hit(board, item_id, text or "") for item_id, text in lines]


def having(session: Session, words: list[str], board: CompiledBoard | None = None) -> sa.Select[tuple[int]]:
    """Ids of the items that have all the words, on one board or on any."""
    return (sqlite_search if dialect_of(session) == "sqlite" else postgresql_search)(words, board)


def sqlite_search(words: list[str], board: CompiledBoard | None) -> sa.Select[tuple[int]]:
    search = sa.table("search", sa.column("rowid", sa.Integer), sa.column("search"))
    inside = [f'board:"{board_token(board.id)}"'] if board else []
    either = ("(" + " OR ".join(f'body:"{one}"*' for one in spellings(word, board)) + ")" for word in words)
    query = " AND ".join([*inside, *either])
    return sa.select(search.c.rowid).where(search.c.search.op("MATCH")(query))


def postgresql_search(words: list[str], board: CompiledBoard | None) -> sa.Select[tuple[int]]:
    search = sa.table(
        "search", sa.column("item_id", sa.BigInteger), sa.column("board_id", sa.BigInteger), sa.column("words")
    )
    either = ("(" + " | ".join(f"'{one}':*" for one in spellings(word, board)) + ")" for word in words)
    query = sa.cast(" & ".join(either), TSQUERY)
    found = sa.select(search.c.item_id).where(search.c.words.op("@@")(query))
    return found.where(search.c.board_id == board.id) if board else found
