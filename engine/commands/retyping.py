"""Change of a column's type: a new physical column, filled from the old one, then swapped. The old cells stay stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.choices import new_options
from engine.column import ColumnType, Settings
from engine.columns import column_types
from engine.commands.columns import check_type, checked_settings, refuse_locked, store
from engine.commands.search import reindex_items
from engine.commands.unique import refuse_equal
from engine.commands.values import assign, physical
from engine.context import Context
from engine.errors import Invalid
from engine.models import Assignment
from engine.permissions import Actor, Permission, require
from engine.queries.boards import board_record
from engine.queries.context import context_for
from engine.queries.items import BoardItem, select_items, to_item
from engine.schema.change import add_physical_column
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column, Document, all_columns, to_node, with_node
from engine.text import Text

MAX_OPTIONS = 100
SAME_FOR_EVER = Text("This column’s type cannot be changed.", "Le type de cette colonne ne peut pas être changé.")


@dataclass(frozen=True, slots=True)
class TypeChange:
    """What a change of type would do: cells kept and lost, some of the lost texts, and the settings it would use."""

    kept: int
    lost: int
    examples: Sequence[str]
    settings: Settings


def preview_type_change(
    session: Session, actor: Actor, board: CompiledBoard, key: str, type_name: str, settings: Settings
) -> TypeChange:
    """Nothing is written. Raises Invalid for a type or settings that cannot be."""
    require(actor, Permission.BOARD_EDIT, board)
    context = context_for(session, actor)
    column, kind = checked(board, key, type_name)
    refuse_locked(session, actor, board, column)
    found = readings(session, board, column, context)
    settings = checked_settings(session, actor, type_name, adopted(kind, settings, list(found)))
    lost = [text for text, (value, _) in found.items() if not accepts(kind, column, value, settings, context)]
    cells_lost = sum(found[text][1] for text in lost)
    return TypeChange(sum(count for _, count in found.values()) - cells_lost, cells_lost, lost[:5], settings)


def change_type(
    session: Session, actor: Actor, board: CompiledBoard, key: str, type_name: str, settings: Settings
) -> CompiledBoard:
    """Cells that the new type cannot read become empty: `preview_type_change` tells which."""
    change = preview_type_change(session, actor, board, key, type_name, settings)
    context, old = context_for(session, actor), board.column(key)
    before = all_items(session, board)
    changed = store(
        session, actor, board, retyped(session, actor, board, key, type_name, change.settings), "retyped", key
    )
    new = changed.column(key)
    values = {one.id: converted(old, new, one.values[key], context) for one in before}
    refuse_equal_cells(session, changed, new, values, context)
    write(session, changed, new, {item_id: one for item_id, one in values.items() if one not in (None, [])}, context)
    reindex(session, changed, old, new, before, values, context)
    return changed


def retyped(
    session: Session, actor: Actor, board: CompiledBoard, key: str, type_name: str, settings: Settings
) -> Document:
    """The document whose column has the new type; the board has got an empty physical column of the next generation."""
    old = board.column(key)
    document = board_record(session, actor, board.id).document
    about = {
        **document["properties"][key]["x-column"],
        "settings": dict(settings),
        "generation": old.generation + 1,
    }
    document = with_node(document, key, to_node(type_name, old.title, about))
    add_physical_column(session, board.id, all_columns(document)[key])
    return document


def refuse_equal_cells(
    session: Session, board: CompiledBoard, column: Column, values: Mapping[int, Any], context: Context
) -> None:
    """Of living items, where the column wants them unique."""
    if column.unique:
        living = set(session.scalars(sa.select(board.table.c.id).where(board.table.c.deleted_at.is_(None))))
        refuse_equal(column, [value for item_id, value in values.items() if item_id in living], context)


def checked(board: CompiledBoard, key: str, type_name: str) -> tuple[Column, ColumnType]:
    column = board.column(key)
    check_type(type_name)
    kind = column_types[type_name]
    if column.type.stamps or kind.read_only or not column.type.creatable:
        raise Invalid(SAME_FOR_EVER, field=key)
    return column, kind


def readings(session: Session, board: CompiledBoard, column: Column, context: Context) -> dict[Any, tuple[Any, int]]:
    """The distinct filled values by their text, each with how many cells hold it."""
    value = board.operand(column).value
    filled = sa.and_(value.is_not(None), board.table.c.deleted_at.is_(None))
    found: dict[str, tuple[Any, int]] = {}
    for one, count in session.execute(sa.select(value, sa.func.count()).where(filled).group_by(value)):
        if text := column.exact(one, context):
            found[text] = (one, found.get(text, (one, 0))[1] + count)
    return found


def adopted(kind: ColumnType, settings: Settings, labels: list[str]) -> Settings:
    """A choice without options takes the texts that are there."""
    if not kind.choices or settings.get("options"):
        return settings
    named = sorted({label for text in labels for label in kind.labels_in(text)})
    return {**settings, "options": new_options(named)} if len(named) <= MAX_OPTIONS else settings


def accepts(kind: ColumnType, old: Column, value: Any, settings: Settings, context: Context) -> bool:
    try:
        return kind.parse(handed_over(old, kind, value, settings, context), settings, context) is not None
    except Invalid:
        return False


def handed_over(old: Column, kind: ColumnType, value: Any, settings: Settings, context: Context) -> Any:
    """A number to a type of numbers as it is, everything else as the text that people see."""
    numeric = "number" in kind.value_schema(settings).get("type", ())
    return value if numeric and type(value) in (int, float) else old.exact(value, context)


def all_items(session: Session, board: CompiledBoard) -> list[BoardItem]:
    return [to_item(board, line) for line in session.execute(select_items(board))]


def write(session: Session, board: CompiledBoard, column: Column, values: Mapping[int, Any], context: Context) -> None:
    """The column's cells, by item."""
    names = board.table.c
    cells = [{"b_id": item_id, **physical([column], {column.key: value}, context)} for item_id, value in values.items()]
    if cells:
        settled = {name: sa.bindparam(name, type_=names[name].type) for name in cells[0] if name != "b_id"}
        session.connection().execute(
            sa.update(board.table).where(names.id == sa.bindparam("b_id")).values(settled), cells
        )


def reindex(
    session: Session,
    board: CompiledBoard,
    old: Column,
    new: Column,
    items: Sequence[BoardItem],
    values: Mapping[int, Any],
    context: Context,
) -> None:
    """The indexes that hang on the column's new values."""
    if old.type.assigns:
        session.execute(sa.delete(Assignment).where(Assignment.board_id == board.id, Assignment.column_id == old.id))
    if new.type.assigns:
        assign(session, board, list(values), new, values.values())
    if old.type.searchable or new.type.searchable:
        found = {one.id: {**one.values, new.key: values[one.id]} for one in items}
        reindex_items(session, board, found, context, [one.id for one in items if one.updates])


def converted(old: Column, new: Column, value: Any, context: Context) -> Any:
    """What the new type cannot read becomes empty."""
    try:
        return new.parse(handed_over(old, new.type, value, new.settings, context), context)
    except Invalid:
        return new.parse(None, context)
