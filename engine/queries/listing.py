"""Pages of a board's items in a stable order, and how many there are; the statements are put together once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.db import dialect_of
from engine.filters import columns_of
from engine.kept import Kept
from engine.models import Board, table_of
from engine.queries.forms import READ, Form
from engine.queries.items import PAGE_LIMIT, WANTED, BoardItem, ItemQuery, conditions
from engine.queries.paging import Key, after, decode_cursor, encode_cursor, keys_of
from engine.queries.shortcuts import is_short
from engine.question import Line, Question
from engine.schema.compiled import CompiledBoard

BOARDS = table_of(Board)
COUNTER = sa.select(BOARDS.c.item_count).where(BOARDS.c.id == WANTED)
"""Kept by every command that makes, deletes or restores items."""
NOTHING_ASKED = ItemQuery(limit=0)
questions: Kept[Question] = Kept(500)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`cursor` fetches the next page; None at the end. `total` is how many the query lists, where that was asked for."""

    items: list[BoardItem]
    cursor: str | None
    total: int | None = None


def page(session: Session, board: CompiledBoard, query: ItemQuery, context: Context, form: Form = READ) -> ItemPage:
    """At most `limit` items (500 at most) in a stable order; the next page starts behind the cursor, whatever came in between."""
    limit = max(1, min(query.limit, PAGE_LIMIT))
    limited = replace(query, limit=limit)
    question, last = listing(session, board, limited, context, form)
    return to_page(board, limited, question.lines(session, last), READ if question.once else form)


def page_and_total(
    session: Session, board: CompiledBoard, query: ItemQuery, context: Context, form: Form = READ
) -> ItemPage:
    """The same with the total. Where a whole table must be read and sorted, both come out of one reading."""
    if not query.sort or query.cursor or is_short(session, board, query.filter, query.sort):
        return replace(page(session, board, query, context, form), total=count(session, board, query, context))
    limited = replace(query, limit=max(1, min(query.limit, PAGE_LIMIT)))
    question, last = listing(session, board, limited, context, form, counted=True)
    found = question.lines(session, last)
    shown = to_page(board, limited, [line[:-1] for line in found], READ if question.once else form)
    return replace(shown, total=found[0][-1] if found else 0)


def to_page(board: CompiledBoard, query: ItemQuery, lines: Sequence[Line], form: Form = READ) -> ItemPage:
    read, width = form.reader(board), len(query.sort) + 1
    more = len(lines) > query.limit
    cursor = encode_cursor(lines[query.limit - 1][-width:]) if more else None
    return ItemPage([read(line) for line in lines[: query.limit]], cursor)


def listing(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    context: Context,
    form: Form = READ,
    *,
    counted: bool = False,
) -> tuple[Question, dict[str, Any]]:
    """What lists one item more than the query's limit, its sort keys last in each line, and the values to ask it with.

    `counted`: behind them, the number of all items. Only for a sorted query.
    `form` is theirs, unless they are asked for once.
    """
    keys = keys_of(board, query.sort, in_group=query.group_id is not None)
    last = cursor_params(query, len(keys))

    def build(form: Form) -> Select[Any]:
        return build_listing(session, board, query, context, keys, last, form, counted=counted)

    shape = ("list", form, counted, shape_of(last))
    return kept_question(session, board, [query], context, shape, build, form), last


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
    form: Form = READ,
    *,
    counted: bool = False,
) -> Select[Any]:
    """Sorting moves ids and keys only: the other columns are looked up for the few lines that are shown."""
    table = board.table.c
    labelled = [key.expression.label(f"key_{place}") for place, key in enumerate(keys)]
    wanted = conditions(session, board, query, context)
    if last:
        wanted.append(after(keys, [None if value is None else sa.bindparam(name) for name, value in last.items()]))
    if not query.sort:
        statement = form.select(board).add_columns(*labelled).where(*wanted)
        return statement.order_by(*in_order(keys)).limit(query.limit + 1)
    found = sa.select(table.id, *labelled).where(*wanted)
    first = (with_total(found, keys) if counted else found.order_by(*in_order(keys))).limit(query.limit + 1).subquery()
    again = [replace(key, expression=first.c[label.name]) for key, label in zip(keys, labelled, strict=True)]
    behind = [*(key.expression for key in again), *([first.c.total] if counted else [])]
    statement = form.select(board).add_columns(*behind)
    return statement.join(first, first.c.id == table.id).order_by(*in_order(again))


def with_total(found: Select[Any], keys: Sequence[Key]) -> Select[Any]:
    """What was found is set aside, ids and keys alone, to be counted and sorted without being looked for twice."""
    aside = found.cte("found").prefix_with("MATERIALIZED")
    total = sa.select(sa.func.count()).select_from(aside).scalar_subquery().label("total")
    again = [replace(key, expression=aside.c[f"key_{place}"]) for place, key in enumerate(keys)]
    return sa.select(aside, total).order_by(*in_order(again))


def in_order(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    return [order for key in keys for order in key.order()]


def kept_question(
    session: Session,
    board: CompiledBoard,
    queries: Sequence[ItemQuery],
    context: Context,
    shape: tuple[Any, ...],
    build: Callable[[Form], Select[Any]],
    form: Form = READ,
) -> Question:
    """Put together for the board, questions, day and reader: for this once, when it is first asked, from the second time on to be kept.

    Much is never asked again, such as words that were searched for, and where people's names may decide nothing is kept.
    """
    question = [replace(query, cursor=None) for query in queries]
    try:
        asked = msgspec.json.encode((question, context.language, context.today, context.user_id))
    except UnicodeEncodeError:  # half a character, which no item holds
        return Question(build(READ), once=True)
    key = (board, dialect_of(session), context.zone, shape, asked)
    found = questions.find(key)
    if found is not None and not found.once:
        return found
    again = found is not None
    made = Question(build(form if again else READ), once=not again)
    if again or not any(reads_names(board, query) for query in queries):
        questions.keep(key, made)
    return made


def reads_names(board: CompiledBoard, query: ItemQuery) -> bool:
    """Whether people's names, which may change, decide what is found."""
    columns = [board.column(name) for name in columns_of(query.filter)]
    return any(column.type.names_people for column in columns)


def count(session: Session, board: CompiledBoard, query: ItemQuery, context: Context) -> int:
    if replace(query, sort=(), limit=0, cursor=None) == NOTHING_ASKED:
        counted: int = session.execute(COUNTER, {WANTED.key: board.id}).scalar_one()
        return counted

    def build(_: Form) -> Select[Any]:
        counted = sa.select(sa.func.count()).select_from(board.table)
        return counted.where(*conditions(session, board, query, context))

    [(found,)] = kept_question(session, board, [query], context, ("count",), build).lines(session, {})
    return int(found)
