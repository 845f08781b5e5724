"""Items of a board: pages in a stable order, one item, and whether an item meets a condition."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.db import dialect_of
from engine.errors import NotFound
from engine.filters import Tree, columns_of, compile_filter
from engine.fold import sort_key
from engine.kept import Kept
from engine.models import Id, Update, table_of
from engine.queries.levels import Level, holding
from engine.queries.paging import Key, after, decode_cursor, encode_cursor, keys_of
from engine.queries.search import searching
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
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
statements: Kept[Select[Any]] = Kept(500)
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


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`cursor` fetches the next page; None at the end."""

    items: list[BoardItem]
    cursor: str | None


def page(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> ItemPage:
    """At most `limit` items (500 at most) in a stable order; the next page starts behind the cursor, whatever came in between."""
    limit = max(1, min(query.limit, PAGE_LIMIT))
    found = session.execute(*listing(session, board, replace(query, limit=limit), context)).all()
    read = reader_of(board)
    width = len(query.sort) + 1
    cursor = encode_cursor(found[limit - 1][-width:]) if len(found) > limit else None
    return ItemPage([read(line) for line in found[:limit]], cursor)


def listing(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context
) -> tuple[Select[Any], dict[str, Any]]:
    """The statement that lists one item more than the query's limit, its sort keys last in each line, and its parameters."""
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    last = cursor_params(query, len(keys))

    def build() -> Select[Any]:
        return build_listing(session, board, query, context, keys, last)

    return kept_statement(session, board, [query], context, ("list", shape_of(last)), build), last


def cursor_params(query: ItemQuery, size: int, place: int = 0) -> dict[str, Any]:
    """What the query's cursor says of the last item: the parameters of the statement, by their names."""
    last = decode_cursor(query.cursor, size) if query.cursor else []
    return {f"behind_{place}_{number}": value for number, value in enumerate(last)}


def shape_of(params: Mapping[str, Any]) -> tuple[bool, ...]:
    """Empty cells are compared in another way than values are."""
    return tuple(value is None for value in params.values())


def build_listing(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    context: Context,
    keys: Sequence[Key],
    last: Mapping[str, Any],
) -> Select[Any]:
    """Sorting moves ids and keys only: the other columns are looked up for the few lines that are shown."""
    table = board.table.c
    labelled = [key.expression.label(f"key_{place}") for place, key in enumerate(keys)]
    wanted = conditions(session, board, query, context)
    if last:
        wanted.append(after(keys, [None if value is None else sa.bindparam(name) for name, value in last.items()]))
    if not query.sort:
        statement = select_items(board).add_columns(*labelled).where(*wanted)
        return statement.order_by(*in_order(keys)).limit(query.limit + 1)
    first = sa.select(table.id, *labelled).where(*wanted).order_by(*in_order(keys)).limit(query.limit + 1).subquery()
    again = [replace(key, expression=first.c[label.name]) for key, label in zip(keys, labelled, strict=True)]
    statement = select_items(board).add_columns(*(key.expression for key in again))
    return statement.join(first, first.c.id == table.id).order_by(*in_order(again))


def in_order(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    return [order for key in keys for order in key.order()]


def kept_statement(
    session: Session,
    board: CompiledBoard,
    queries: Sequence[ItemQuery],
    context: Context,
    shape: tuple[Any, ...],
    build: Callable[[], Select[Any]],
) -> Select[Any]:
    """Put together once for the board, questions, day and reader; each time where people's names may decide."""
    asked = msgspec.json.encode(
        ([replace(query, cursor=None) for query in queries], context.language, context.today, context.user_id)
    )
    key = (board, dialect_of(session), context.zone, shape, asked)
    if (found := statements.find(key)) is not None:
        return found
    made = build()
    if not any(board.column(name).type.names_people for query in queries for name in columns_of(query.filter)):
        statements.keep(key, made)
    return made


def count(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> int:
    def build() -> Select[Any]:
        counted = sa.select(sa.func.count()).select_from(board.table)
        return counted.where(*conditions(session, board, query, context))

    return session.scalar(kept_statement(session, board, [query], context, ("count",), build)) or 0


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
    line = session.execute(select_item(board, deleted=deleted), {WANTED.key: item_id}).first()
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


def names_of(session: Session, board: CompiledBoard, item_ids: Collection[int]) -> dict[int, str]:
    """Also of items in the trash."""
    table = board.table.c
    name = table[board.columns["name"].physical]
    found = session.execute(sa.select(table.id, name).where(table.id.in_(item_ids)))
    return {item_id: text for item_id, text in found}  # noqa: C416 - lines are no pairs to mypy


def matches(
    session: Session,
    board: CompiledBoard,
    item_id: int,
    tree: Tree | None,
    context: Context,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the item meets the filter, `values` laid over its stored cells: what it was, or would be."""
    source = overlaid(board, item_id, values or {}, context)
    return (
        session.scalar(
            sa.select(sa.literal(1)).select_from(source).where(compile_filter(board, tree, context, source.c))
        )
        is not None
    )


def overlaid(board: CompiledBoard, item_id: int, values: Mapping[str, Any], context: Context) -> sa.Subquery:
    """The item as a one-line source in which some cells are literals."""
    literals: dict[str, ColumnElement[Any]] = {}
    for key, value in values.items():
        if key in board.stored:
            literals.update(as_literals(board.stored[key], value, context))
    chosen = [literals[name].label(name) if name in literals else column for name, column in board.table.c.items()]
    return sa.select(*chosen).where(board.table.c.id == item_id).subquery()


def as_literals(column: Column, value: Any, context: Context) -> dict[str, ColumnElement[Any]]:
    kind = column.type.sql_type(column.settings)
    found: dict[str, ColumnElement[Any]] = {column.physical: sa.cast(sa.literal(value, kind), kind)}
    if column.type.folded:
        found[column.physical_key] = sa.literal(
            None if value is None else sort_key(column.format(value, context)), sa.Text()
        )
    return found


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
