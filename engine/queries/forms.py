"""In which form a page gives its items: with values to look into, or with values that are JSON text for an answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.jsontext import constant, encoded, json_text
from engine.queries.items import FIXED, BoardItem, reader_of, select_items
from engine.question import Line
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

AT, BY, END = map(constant, ("""'{"at":'""", """',"by":'""", "'}'"))


@dataclass(frozen=True, slots=True)
class Form:
    """What is selected of an item, and what makes the item of the line. Behind it in the line there may be more."""

    select: Callable[[CompiledBoard], Select[Any]]
    reader: Callable[[CompiledBoard], Callable[[Line], BoardItem]]


def for_an_answer(session: Session) -> Form:
    """Of items that are only encoded: nobody may look into their values, and how many updates they have is not asked."""
    return ENCODED if dialect_of(session) == "sqlite" else READ


@lru_cache(maxsize=500)
def select_encoded(board: CompiledBoard) -> Select[Any]:
    table = board.table.c
    return sa.select(*(table[name] for name in FIXED), sa.func.concat(*values_json(board)).label("values_json"))


def values_json(board: CompiledBoard) -> Iterator[Any]:
    """The pieces of an object with all values, in the order of the columns."""
    before = "{"
    for key, column in board.columns.items():
        yield f"{before}{encoded(key)}:"
        yield from column_json(board, column)
        before = ","
    yield END


def column_json(board: CompiledBoard, column: Column) -> Iterator[Any]:
    table = board.table.c
    if not column.type.stamps:
        yield native_json(table[column.physical])
        return
    at, by = (table[name] for name in column.type.stamps)
    yield from (AT, native_json(at), BY, native_json(by), END)


def native_json(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return json_text(column.type, column)


def encoded_reader(_: CompiledBoard) -> Callable[[Line], BoardItem]:
    def read(line: Line) -> BoardItem:
        return BoardItem(line[0], line[1], line[2], line[3], cast("dict[str, Any]", msgspec.Raw(line[4])))

    return read


READ = Form(select_items, reader_of)
ENCODED = Form(select_encoded, encoded_reader)
