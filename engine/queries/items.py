"""Items of a board: pages in a stable order, one item, and whether an item meets a condition."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import NotFound
from engine.filters import Tree, compile_filter
from engine.models import Id, Update, table_of
from engine.queries.levels import Level, holding
from engine.queries.search import searching
from engine.question import Question
from engine.schema.compiled import CompiledBoard
from engine.text import Text

PAGE_LIMIT = 500
GONE = Text(
    "This item no longer exists, or is not shared with you.",
    "Cet élément n’existe plus, ou n’est pas partagé avec vous.",
)
FIXED = ("id", "group_id", "version", "position")
UPDATES = table_of(Update)
WANTED = sa.bindparam("wanted", type_=Id)
SEVERAL = sa.bindparam("several", type_=Id, expanding=True)
Cells = Mapping[str, Sequence[Any]]
FIRST_VALUE = len(FIXED) + 1
"""Place of the first cell in a line, behind the number of updates."""


@dataclass(slots=True)
class BoardItem:
    """An item as the actor sees it; `values` are JSON values by column key, in the order of the columns.

    `updates` is how many were written about it. Nobody changes one; frozen, a page of them would take twice as long to make.
    """

    id: int
    group_id: int
    version: int
    position: str
    values: dict[str, Any]
    updates: int = 0

    @property
    def name(self) -> str:
        return str(self.values.get("name") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuery:
    """What to list. `sort`: (column key, descending) pairs; without it the manual order of one group, or the order of creation.

    `holds`: levels and the value that an item has at each: one section of a table grouped by them.
    `ids`: only these items.
    """

    filter: Tree | None = None
    sort: Sequence[tuple[str, bool]] = ()
    group_id: int | None = None
    holds: Sequence[tuple[Level, Any]] = ()
    search: str | None = None
    ids: Sequence[int] | None = None
    limit: int = 100
    cursor: str | None = None


def conditions(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> list[ColumnElement[bool]]:
    """What `page`, `count` and the aggregates have in common."""
    table = board.table.c
    found = [table.deleted_at.is_(None), compile_filter(board, query.filter, context)]
    if query.group_id is not None:
        found.append(table.group_id == query.group_id)
    if query.ids is not None:
        found.append(table.id.in_(query.ids))
    found += [holding(board, level, value, context) for level, value in query.holds]
    if query.search and query.search.strip():
        found.append(searching(session, board, query.search))
    return found


def item(session: Session, board: CompiledBoard, item_id: int, *, deleted: bool = False) -> BoardItem:
    """Raises NotFound; a deleted item is found only with `deleted=True`."""
    line = Question(select_item(board, deleted=deleted)).first(session, {WANTED.key: item_id})
    if line is None:
        raise NotFound(GONE)
    return to_item(board, line)


@lru_cache(maxsize=500)
def select_item(board: CompiledBoard, *, deleted: bool = False) -> Select[Any]:
    statement = select_items(board).where(board.table.c.id == WANTED)
    return statement if deleted else statement.where(board.table.c.deleted_at.is_(None))


def items_by_id(session: Session, board: CompiledBoard, ids: Sequence[int]) -> list[BoardItem]:
    """Those of the ids that exist, by id."""
    return [to_item(board, line) for line in session.execute(select_several(board), {SEVERAL.key: ids})]


@lru_cache(maxsize=500)
def select_several(board: CompiledBoard) -> Select[Any]:
    table = board.table.c
    return select_items(board).where(table.id.in_(SEVERAL), table.deleted_at.is_(None)).order_by(table.id)


def written_items(board: CompiledBoard, lines: Cells, cells: Cells) -> list[BoardItem]:
    """New items as reading them would give them: a value comes back from the database as it was written.

    `lines` are those of the board's table, `cells` the values by the columns' keys, both column by column.
    """
    held = [
        list(map(stamp, zip(*(lines[name] for name in column.type.stamps), strict=True)))
        if column.type.stamps
        else cells[key]
        for key, column in board.columns.items()
    ]
    keys, places = tuple(board.columns), (lines[name] for name in FIXED)
    values = (dict(zip(keys, one, strict=True)) for one in zip(*held, strict=True))
    return list(map(BoardItem, *places, values))


def rewritten_item(session: Session, board: CompiledBoard, one: BoardItem, cells: Mapping[str, Any]) -> BoardItem:
    """The item with cells that were just written over, as reading it would give it; it is read where it shows when that was."""
    if any(column.type.stamps for column in board.columns.values()):
        return item(session, board, one.id)
    return replace(one, version=one.version + 1, values={**one.values, **cells})


def names_of(session: Session, board: CompiledBoard, item_ids: Collection[int]) -> dict[int, str]:
    """Also of items in the trash."""
    table = board.table.c
    name = table[board.columns["name"].physical]
    found = session.execute(sa.select(table.id, name).where(table.id.in_(item_ids)))
    return {item_id: text for item_id, text in found}  # noqa: C416 - lines are no pairs to mypy


@lru_cache(maxsize=500)
def select_items(board: CompiledBoard) -> Select[Any]:
    table = board.table.c
    natives = [table[name] for column in board.columns.values() for name in column.type.stamps or (column.physical,)]
    return sa.select(*(table[name] for name in FIXED), update_count(board), *natives)


def update_count(board: CompiledBoard) -> sa.Label[int]:
    about = sa.and_(UPDATES.c.item_id == board.table.c.id, UPDATES.c.deleted_at.is_(None))
    counted = sa.select(sa.func.count()).select_from(UPDATES).where(about).correlate(board.table)
    return counted.scalar_subquery().label("update_count")


def to_item(board: CompiledBoard, line: Sequence[Any]) -> BoardItem:
    return reader_of(board)(line)


@lru_cache(maxsize=500)
def reader_of(board: CompiledBoard) -> Callable[[Sequence[Any]], BoardItem]:
    """Makes an item of a line that `select_items` gave; what stands behind the cells is left alone."""
    keys = tuple(board.columns)
    if any(column.type.stamps for column in board.columns.values()):
        return partial(read_stamped, board)

    def read(line: Sequence[Any]) -> BoardItem:
        values = dict(zip(keys, islice(line, FIRST_VALUE, None), strict=False))
        return BoardItem(line[0], line[1], line[2], line[3], values, line[4])

    return read


def read_stamped(board: CompiledBoard, line: Sequence[Any]) -> BoardItem:
    values, place = {}, FIRST_VALUE
    for key, column in board.columns.items():
        width = len(column.type.stamps)
        values[key] = stamp(line[place : place + width]) if width else line[place]
        place += width or 1
    return BoardItem(line[0], line[1], line[2], line[3], values, line[4])


def stamp(parts: Sequence[Any]) -> dict[str, Any]:
    """When, and by whom."""
    return {"at": parts[0], "by": parts[1]}
