"""From what was typed to what is stored: parsing, sort keys, and the index of people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.fold import sort_key
from engine.lines import insert_lines
from engine.models import Assignment, table_of
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

Values = Mapping[str, Any]
ASSIGNMENTS = table_of(Assignment)


Parsed = dict[tuple[str, bytes], Any]
"""What cells have been read as, by the column's key and the input as JSON: `1`, `1.0` and `true` are three."""


def parsed(board: CompiledBoard, values: Values, context: Context, known: Parsed | None = None) -> dict[str, Any]:
    """JSON values of typed or JSON input. Raises InvalidMany with one sentence per refused column.

    `known` goes from item to item of the same transaction: what comes back is not read again.
    """

    def read(key: str, raw: Any) -> Any:
        column = board.column(key)
        return column.parse(raw, context) if known is None else parsed_once(column, raw, context, known)

    return read_each(values, read)


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


def parsed_once(column: Column, raw: Any, context: Context, known: Parsed) -> Any:
    try:
        key = column.key, msgspec.json.encode(raw)
    except (TypeError, ValueError):
        return column.parse(raw, context)
    if key not in known:
        known[key] = column.parse(raw, context)
    return known[key]


def completed(board: CompiledBoard, values: Values, context: Context) -> dict[str, Any]:
    """All cells of a new item: those not given hold what their column starts with."""
    return {key: values[key] if key in values else column.first_value(context) for key, column in board.stored.items()}


def physical(columns: Iterable[Column], values: Values, context: Context) -> dict[str, Any]:
    """Values by physical column, sort keys beside those that keep one."""
    stored: dict[str, Any] = {}
    for column in columns:
        value = values[column.key]
        stored[column.physical] = value
        if column.type.folded:
            stored[column.physical_key] = None if value is None else key_of(column, context, value)
    return stored


def physical_columns(columns: Iterable[Column], cells: Sequence[Values], context: Context) -> dict[str, list[Any]]:
    """The same of many items, column by column."""
    stored: dict[str, list[Any]] = {}
    for column in columns:
        values = stored[column.physical] = [one[column.key] for one in cells]
        if column.type.folded:
            stored[column.physical_key] = once_each(partial(key_of, column, context), values)
    return stored


def key_of(column: Column, context: Context, value: Any) -> str:
    return sort_key(column.format(value, context))


def once_each(make: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    """What is made of each value, None of None; values that come back are not made into anything again."""
    known: dict[Any, Any] = {None: None}
    made = []
    for value in values:
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = make(value)
        made.append(known[key])
    return made


def physical_names(column: Column) -> list[str]:
    return [column.physical, column.physical_key] if column.type.folded else [column.physical]


def assign(
    session: Session, board: CompiledBoard, item_ids: Sequence[int], columns: Iterable[Column], values: Sequence[Values]
) -> None:
    """Enter new items' people into the index by person."""
    lines = [
        (item_id, column.id, user_id, board.id)
        for column in columns
        if column.type.assigns
        for item_id, cells in zip(item_ids, values, strict=True)
        for user_id in cells[column.key] or ()
    ]
    if lines:
        names = ("item_id", "column_id", "user_id", "board_id")
        insert_lines(session, ASSIGNMENTS, dict(zip(names, zip(*lines, strict=True), strict=True)))


def reassign(session: Session, board: CompiledBoard, cells: Mapping[int, Values]) -> None:
    """Replace the people of changed cells: `cells` are the new values by item."""
    for column in board.stored.values():
        ids = [item_id for item_id, values in cells.items() if column.key in values] if column.type.assigns else []
        if ids:
            session.execute(sa.delete(Assignment).where(Assignment.column_id == column.id, Assignment.item_id.in_(ids)))
            assign(session, board, ids, [column], [cells[item_id] for item_id in ids])


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
