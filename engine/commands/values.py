"""From what was typed to what is stored: parsing, sort keys, and the index of people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.fold import sort_key
from engine.models import Assignment
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

Values = Mapping[str, Any]


def parsed(board: CompiledBoard, values: Values, context: Context) -> dict[str, Any]:
    """JSON values of typed or JSON input. Raises InvalidMany with one sentence per refused column."""
    found, errors = {}, []
    for key, raw in values.items():
        try:
            found[key] = board.column(key).parse(raw, context)
        except Invalid as error:
            error.field = key
            errors.append(error)
    if errors:
        raise InvalidMany(errors)
    return found


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
            stored[column.physical_key] = None if value is None else sort_key(column.format(value, context))
    return stored


def assign(
    session: Session, board: CompiledBoard, item_ids: Sequence[int], columns: Iterable[Column], values: Sequence[Values]
) -> None:
    """Enter new items' people into the index by person."""
    lines = [
        {"item_id": item_id, "column_id": column.id, "user_id": user_id, "board_id": board.id}
        for column in columns
        if column.type.assigns
        for item_id, cells in zip(item_ids, values, strict=True)
        for user_id in cells[column.key] or ()
    ]
    if lines:
        session.execute(sa.insert(Assignment), lines)


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
