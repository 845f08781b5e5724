"""A change of type taken back: the cells of then, from the physical column where they still are, and those typed since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.columns import store
from engine.commands.retyping import (
    accepts,
    all_items,
    converted,
    refuse_equal_cells,
    reindex,
    retyped,
    write,
)
from engine.context import Context
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text

NEWER_CELL = Text(
    "“{value}” was typed in since, and the old type cannot hold it.",
    "« {value} » a été saisi depuis, et l’ancien type ne peut pas le contenir.",
)


def retype_back(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    key: str,
    then: Column,
    *,
    copied: int | None = None,
) -> CompiledBoard:
    """The type and settings that the column had in an earlier generation (`then`), with its cells of then.

    Cells that hold something else than the change of type has made of those (or has `copied` from another generation)
    have been filled since: they are converted. Raises Invalid where the old type cannot hold one of them.
    """
    require(actor, Permission.BOARD_EDIT, board)
    context, old = context_for(session, actor), board.column(key)
    before, kept = all_items(session, board), cells_of(session, board, then)
    made = {item_id: converted(then, old, value, context) for item_id, value in kept.items()}
    made = made if copied is None else cells_of(session, board, replace(old, generation=copied))
    newer = {one.id: one.values[key] for one in before if one.values[key] != made[one.id]}
    refuse_losses(then, old, newer, context)
    document = retyped(session, actor, board, key, then.type.name, then.settings)
    changed = store(session, actor, board, document, "retyped", key, copied=then.generation)
    new = changed.column(key)
    kept.update({item_id: converted(old, new, value, context) for item_id, value in newer.items()})
    refuse_equal_cells(session, changed, new, kept, context)
    copy_cells(session, changed, then, new)
    write(session, changed, new, {item_id: kept[item_id] for item_id in newer}, context)
    reindex(session, changed, old, new, before, kept, context)
    return changed


def cells_of(session: Session, board: CompiledBoard, source: Column) -> dict[int, Any]:
    """What a physical column of an earlier generation holds, by item."""
    stored = sa.column(source.physical, source.type.sql_type(source.settings))
    found = session.execute(sa.select(board.table.c.id, stored).select_from(board.table))
    return {item_id: value for item_id, value in found}  # noqa: C416 - lines are no pairs to mypy


def refuse_losses(then: Column, now: Column, values: Mapping[int, Any], context: Context) -> None:
    for value in values.values():
        if value not in (None, []) and not accepts(then.type, now, value, then.settings, context):
            raise Invalid(NEWER_CELL, field=now.key, value=now.format(value, context))


def copy_cells(session: Session, board: CompiledBoard, source: Column, target: Column) -> None:
    """From one physical column to another of the same type."""
    names = {target.physical: source.physical}
    if target.type.folded:
        names[target.physical_key] = source.physical_key
    session.execute(sa.update(board.table).values({name: sa.column(other) for name, other in names.items()}))
