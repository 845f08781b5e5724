"""From what was typed to what is stored: parsing, sort keys, and the index of people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.fold import sort_key, sort_keys
from engine.lines import insert_lines
from engine.models import Assignment, table_of
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

Values = Mapping[str, Any]
Columns = dict[str, Sequence[Any]]
"""Many items' cells by the columns' keys: one value for each item."""
ASSIGNMENTS = table_of(Assignment)


def parsed(board: CompiledBoard, values: Values, context: Context) -> dict[str, Any]:
    """JSON values of typed or JSON input. Raises InvalidMany with one sentence per refused column."""
    return read_each(values, lambda key, raw: board.column(key).parse(raw, context))


def read_each(values: Values, read: Callable[[str, Any], Any]) -> dict[str, Any]:
    """What each cell is read as. Raises InvalidMany with one sentence per refused column."""
    found, errors = {}, []
    for key, raw in values.items():
        try:
            found[key] = read(key, raw)
        except Invalid as error:
            error.field = key
            errors.append(error)
    if errors:
        raise InvalidMany(errors)
    return found


def completed(board: CompiledBoard, values: Values, context: Context) -> dict[str, Any]:
    """All cells of a new item: those not given hold what their column starts with."""
    return {key: values[key] if key in values else column.first_value(context) for key, column in board.stored.items()}


def parsed_columns(board: CompiledBoard, values: Sequence[Values], context: Context) -> Columns:
    """`completed` of each item's `parsed`, column by column. Raises Invalid for one of the cells that are refused."""
    found: Columns = {}
    for key, column in board.stored.items():
        first, raws = column.first_value(context), [one[key] for one in values if key in one]
        read = iter(column.parse_all(raws, context)) if raws else iter(())
        found[key] = list(read) if len(raws) == len(values) else [next(read) if key in one else first for one in values]
    return found


def filled(board: CompiledBoard, columns: Mapping[str, Sequence[Any]], count: int, context: Context) -> Columns:
    """`completed` of many items, column by column."""
    return {
        key: columns[key] if key in columns else [column.first_value(context)] * count
        for key, column in board.stored.items()
    }


def by_column(items: Sequence[Values]) -> Columns:
    """Of items that all have the same cells."""
    return {key: [one[key] for one in items] for key in items[0]}


def physical(columns: Iterable[Column], values: Values, context: Context) -> dict[str, Any]:
    """Values by physical column, sort keys beside those that keep one."""
    stored: dict[str, Any] = {}
    for column in columns:
        value = values[column.key]
        stored[column.physical] = value
        if column.type.folded:
            stored[column.physical_key] = None if value is None else key_of(column, context, value)
    return stored


def physical_columns(columns: Iterable[Column], cells: Columns, context: Context) -> Columns:
    """The same of many items, column by column."""
    stored: Columns = {}
    for column in columns:
        values = stored[column.physical] = cells[column.key]
        if column.type.folded:
            stored[column.physical_key] = keys_of(column, context, values)
    return stored


def key_of(column: Column, context: Context, value: Any) -> str:
    return sort_key(column.format(value, context))


def keys_of(column: Column, context: Context, values: Sequence[Any]) -> list[str | None]:
    keys = sort_keys(column.format_all(values, context))
    return [None if value is None else key for value, key in zip(values, keys, strict=True)]


def physical_names(column: Column) -> list[str]:
    return [column.physical, column.physical_key] if column.type.folded else [column.physical]


def assign(
    session: Session, board: CompiledBoard, item_ids: Sequence[int], column: Column, values: Iterable[Any]
) -> None:
    """Enter new items' people into the index by person."""
    people = [one or () for one in values]
    items = [item_id for item_id, users in zip(item_ids, people, strict=True) for _ in users]
    alike = {"column_id": [column.id] * len(items), "board_id": [board.id] * len(items)}
    insert_lines(session, ASSIGNMENTS, {"item_id": items, "user_id": list(chain.from_iterable(people)), **alike})


def reassign(session: Session, board: CompiledBoard, cells: Mapping[int, Values]) -> None:
    """Replace the people of changed cells: `cells` are the new values by item."""
    for column in assigning(board):
        ids = [item_id for item_id, values in cells.items() if column.key in values]
        if ids:
            session.execute(sa.delete(Assignment).where(Assignment.column_id == column.id, Assignment.item_id.in_(ids)))
            assign(session, board, ids, column, [cells[item_id][column.key] for item_id in ids])


def assigning(board: CompiledBoard) -> list[Column]:
    return [column for column in board.stored.values() if column.type.assigns]


def newly_assigned(board: CompiledBoard, changes: Mapping[int, Mapping[str, Sequence[Any]]]) -> dict[int, list[int]]:
    """Items by whom they were given to; `changes` are `{column key: [before, after]}` by item."""
    found: dict[int, list[int]] = {}
    for item_id, cells in changes.items():
        given: set[int] = set()
        for key, (before, after) in cells.items():
            if board.columns[key].type.assigns:
                given.update(set(after or ()) - set(before or ()))
        for user_id in given:
            found.setdefault(user_id, []).append(item_id)
    return found


def given_to(item_ids: Sequence[int], columns: Sequence[Sequence[Sequence[int] | None]]) -> dict[int, list[int]]:
    """The same of new items, by what their columns of people hold."""
    found: dict[int, list[int]] = {}
    for item_id, *people in zip(item_ids, *columns, strict=True) if columns else ():
        for user_id in set(chain.from_iterable(filter(None, people))):
            found.setdefault(user_id, []).append(item_id)
    return found
