"""Duplicates of items, behind the ones that they were made from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.items import create_items
from engine.commands.moving import held, move_items
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.items import BoardItem
from engine.schema.compiled import CompiledBoard
from engine.text import Text

COPY = Text("{name} (copy)", "{name} (copie)")
LONGEST_NAME = 255


def copy_items(session: Session, actor: Actor, board: CompiledBoard, item_ids: Sequence[int]) -> list[BoardItem]:
    """One copy of each item, together behind the last one of their group. Values that only one item may hold, or that the actor may not write, stay empty."""
    require(actor, Permission.ITEM_CREATE, board)
    context = context_for(session, actor)
    by_group: dict[int, list[BoardItem]] = {}
    for one in held(session, board, item_ids):
        by_group.setdefault(one.group_id, []).append(one)
    made: list[BoardItem] = []
    for group_id, originals in by_group.items():
        values = [
            {**copied(board, one), "name": name_of_copy(one, COPY.say(context.language, name="{}"))}
            for one in originals
        ]
        copies = create_items(session, actor, board, values, group_id=group_id)
        last = max(originals, key=lambda one: one.position)
        move_items(session, actor, board, [one.id for one in copies], group_id, after_id=last.id)
        made += copies
    return made


def copied(board: CompiledBoard, one: BoardItem) -> dict[str, Any]:
    return {key: one.values[key] for key, column in board.writable.items() if not column.unique}


def name_of_copy(one: BoardItem, pattern: str) -> str:
    return pattern.format(one.name[: LONGEST_NAME - len(pattern) + len("{}")])
