"""Sample items of a template: marked when they come, gone in one click, brought back by undo."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.items import create_items
from engine.commands.placing import delete_items
from engine.commands.values import Values
from engine.permissions import Actor, Permission, require
from engine.queries.samples import sample_ids
from engine.schema.compiled import CompiledBoard

MARK = {"sample": True}


def create_samples(
    session: Session, actor: Actor, board: CompiledBoard, values: Sequence[Values], *, group_id: int
) -> list[int]:
    """New items that the board knows to be samples; returns their ids."""
    require(actor, Permission.ITEM_CREATE, board)
    ids = [item.id for item in create_items(session, actor, board, values, group_id=group_id)]
    session.execute(sa.update(board.table).where(board.table.c.id.in_(ids)).values(sys=MARK))
    return ids


def remove_samples(session: Session, actor: Actor, board: CompiledBoard) -> list[int]:
    """To the trash, as one event; returns the ids, which `restore_items` wants back."""
    require(actor, Permission.ITEM_DELETE, board)
    ids = sample_ids(session, board)
    return delete_items(session, actor, board, ids) if ids else []
