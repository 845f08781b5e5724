"""Columns: add, change, reorder, hide, restore, and change of type with what would be lost shown first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engine.column import Settings
from engine.columns import column_types
from engine.commands.numbering import change_numbers, start_numbers
from engine.commands.retirement import Becomes, retire_options
from engine.commands.unique import refuse_duplicates, shared_values
from engine.constraints import settings_schema, settled
from engine.errors import Invalid, Locked
from engine.events import EventKind
from engine.moment import now, to_iso
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.boards import board as load_board
from engine.queries.boards import board_record
from engine.queries.context import context_for
from engine.schema.access import lock_reason
from engine.schema.change import add_physical_column, add_unique_index, drop_unique_index
from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.difference import difference
from engine.schema.document import (
    Column,
    Document,
    all_columns,
    to_node,
    with_column,
    with_node,
    with_order,
    with_required,
)
from engine.schema.meta import SETTINGS, check_document, check_settings
from engine.schema.reasons import check
from engine.text import Text
from engine.titles import checked_title

MAX_TITLE = 80
NO_TITLE = Text(
    "Give the column a name of at most {limit} characters.", "Donnez à la colonne un nom d’au plus {limit} caractères."
)
NO_TYPE = Text("There is no column type “{type}”.", "Il n’existe pas de type de colonne « {type} ».")
NAME_STAYS = Text(
    "The name column cannot be deleted: every item has a name.",
    "La colonne du nom ne peut pas être supprimée : chaque élément a un nom.",
)
NOT_HIDDEN = Text(
    "There is no deleted column “{key}” to restore.", "Il n’y a pas de colonne supprimée « {key} » à restaurer."
)


def add_column(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    type_name: str,
    title: str,
    settings: Settings | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    key: str | None = None,
    required: bool = False,
) -> tuple[CompiledBoard, str]:
    """A new empty column at the end; returns the board with it, and its key."""
    require(actor, Permission.BOARD_EDIT, board)
    check_type(type_name)
    settings = checked_settings(session, actor, type_name, settings or {})
    document = board_record(session, actor, board.id).document
    document, key = with_column(
        document,
        type_name,
        checked_title(title, NO_TITLE, MAX_TITLE),
        settings,
        labels=labels,
        key=key,
        required=required,
    )
    add_physical_column(session, board.id, all_columns(document)[key])
    board = store(session, actor, board, document, "added", key)
    if board.columns[key].type.numbered:
        start_numbers(session, board, board.columns[key], context_for(session, actor))
    return board, key


def change_column(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    key: str,
    *,
    title: str | None = None,
    labels: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    required: bool | None = None,
    becomes: Becomes | None = None,
) -> CompiledBoard:
    """New title, labels or settings of the same type; what is None stays. `becomes` says it of options that leave."""
    require(actor, Permission.BOARD_EDIT, board)
    column = board.column(key)
    document = board_record(session, actor, board.id).document
    about = dict(document["properties"][key]["x-column"])
    if settings is not None or required is not None:
        refuse_locked(session, actor, board, column)
    if settings is not None:
        about["settings"] = checked_settings(session, actor, column.type.name, settings)
        retire_options(session, actor, board, column, about["settings"], becomes or {})
    if labels is not None:
        about["labels"] = dict(labels)
    title = column.title if title is None else checked_title(title, NO_TITLE, MAX_TITLE)
    document = with_node(document, key, to_node(column.type.name, title, about))
    if required is not None and column.type.creatable and not column.type.read_only:
        document = with_required(document, key, required=required)
    board = store(session, actor, board, document, "changed", key)
    if column.type.numbered:
        change_numbers(session, board, column, context_for(session, actor))
    return board


def checked_settings(session: Session, actor: Actor, type_name: str, settings: Settings) -> dict[str, Any]:
    """Bounds and default as values, however they were typed. Raises Invalid, its field the setting."""
    check(settings_schema(column_types[type_name]), settings, SETTINGS)
    found = settled(column_types[type_name], settings, context_for(session, actor))
    check_settings(type_name, found)
    return found


def move_column(session: Session, actor: Actor, board: CompiledBoard, key: str, *, after: str) -> CompiledBoard:
    """Behind the column `after`; behind "name" is the first place."""
    require(actor, Permission.BOARD_EDIT, board)
    board.column(key)
    board.column(after)
    document = board_record(session, actor, board.id).document
    keys = [other for other in document["properties"] if other != key]
    keys.insert(keys.index(after) + 1 if after in keys else len(keys), key)
    return store(session, actor, board, with_order(document, keys), "moved", key)


def hide_column(session: Session, actor: Actor, board: CompiledBoard, key: str) -> CompiledBoard:
    """To the trash: its cells stay stored, and `restore_column` brings them back for 30 days."""
    require(actor, Permission.BOARD_EDIT, board)
    column = board.column(key)
    if not column.type.creatable:
        raise Invalid(NAME_STAYS, field=key)
    refuse_locked(session, actor, board, column)
    return store(
        session,
        actor,
        board,
        marked(board_record(session, actor, board.id).document, key, to_iso(now())),
        "hidden",
        key,
    )


def restore_column(session: Session, actor: Actor, board: CompiledBoard, key: str) -> CompiledBoard:
    """Its cells come back as they were; one that was unique is unique no longer where restored items share a value."""
    require(actor, Permission.BOARD_EDIT, board)
    document = board_record(session, actor, board.id).document
    if not document["properties"].get(key, {}).get("x-column", {}).get("hidden_at"):
        raise Invalid(NOT_HIDDEN, field=key, key=key)
    document = marked(document, key, None)
    column = all_columns(document)[key]
    everything = compile_board(board.id, board.workspace_id, board.version, document)
    if column.unique and next(shared_values(session, everything, column), None) is not None:
        document = without_unique(document, column)
    return store(session, actor, board, document, "restored", key)


def without_unique(document: Document, column: Column) -> Document:
    settings = {name: setting for name, setting in column.settings.items() if name != "unique"}
    about = {**document["properties"][column.key]["x-column"], "settings": settings}
    return with_node(document, column.key, to_node(column.type.name, column.title, about))


def marked(document: Document, key: str, hidden_at: str | None) -> Document:
    node = document["properties"][key]
    return with_node(document, key, {**node, "x-column": {**node["x-column"], "hidden_at": hidden_at}})


def store(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    document: Document,
    verb: str,
    key: str,
    *,
    copied: int | None = None,
) -> CompiledBoard:
    """The board's next version: checked, written, announced. `copied` is the generation that the column's cells come from."""
    check_document(document)
    stored = board_record(session, actor, board.id)
    before, told = unique_columns(stored.document), difference(stored.document, document)
    if not told:
        return board
    stored.document = document
    flag_modified(stored, "document")  # dicts that differ in their order only are equal, and the order counts
    stored.version += 1
    session.flush()
    payload: dict[str, Any] = {"version": stored.version, "what": [verb, key], **told}
    if copied is not None:
        payload["copied"] = copied
    record(session, actor, board.id, EventKind.COLUMNS_CHANGED, payload)
    board = load_board(session, actor, board.id)
    keep_unique(session, actor, board, before, unique_columns(document))
    return board


def keep_unique(
    session: Session, actor: Actor, board: CompiledBoard, before: Mapping[str, Column], after: Mapping[str, Column]
) -> None:
    """The indexes that the unique columns need. Raises Invalid where items already hold the same values."""
    for physical in before.keys() - after.keys():
        drop_unique_index(session, board.id, before[physical])
    for physical in after.keys() - before.keys():
        refuse_duplicates(session, board, after[physical], context_for(session, actor))
        add_unique_index(session, board.id, after[physical])


def unique_columns(document: Document) -> dict[str, Column]:
    """Those that are there, by physical name."""
    columns = all_columns(document).values()
    return {column.physical: column for column in columns if column.unique and not column.hidden_at}


def refuse_locked(session: Session, actor: Actor, board: CompiledBoard, column: Column) -> None:
    """Whoever may only read a column's cells does not change them by way of its settings."""
    if column.key in board.locked:
        raise Locked(lock_reason(column, context_for(session, actor)), field=column.key)


def check_type(type_name: str) -> None:
    if type_name not in column_types or not column_types[type_name].creatable:
        raise Invalid(NO_TYPE, field="type", type=type_name)
