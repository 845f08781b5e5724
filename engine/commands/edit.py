"""What an edit does to items, and how a job writes down which items these are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from engine.commands.bulk import change_many, checked_values
from engine.commands.moving import move_items
from engine.commands.placing import delete_items
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.groups import group as load_group
from engine.queries.items import items_by_id
from engine.schema.compiled import CompiledBoard
from engine.text import Text

ONE_WAY = Text(
    "Say one thing to do: set columns, move to a group, or delete.",
    "Indiquez une seule action : remplir des colonnes, déplacer vers un groupe ou supprimer.",
)


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is to be done: `values` to set as JSON or typed text, a group to move to, or deletion."""

    values: dict[str, Any] = {}
    group: int | None = None
    delete: bool = False


def check(session: Session, actor: Actor, board: CompiledBoard, edit: Edit) -> None:
    require(actor, Permission.ITEM_DELETE if edit.delete else Permission.ITEM_EDIT, board)
    if bool(edit.values) + (edit.group is not None) + edit.delete != 1:
        raise Invalid(ONE_WAY, field="edit")
    if edit.group is not None:
        load_group(session, board, edit.group)
    list(checked_values(board, [edit.values], context_for(session, actor)))


def apply(session: Session, actor: Actor, board: CompiledBoard, ids: Sequence[int], edit: Edit) -> None:
    """Items that are gone by now are passed over."""
    if edit.delete:
        delete_items(session, actor, board, ids)
    elif edit.group is not None:
        there = {one.id for one in items_by_id(session, board, ids)}
        move_items(session, actor, board, [item_id for item_id in ids if item_id in there], edit.group)
    else:
        change_many(session, actor, board, dict.fromkeys(ids, edit.values))


def ranges(ids: Sequence[int]) -> list[list[int]]:
    """The ids in their order, those that follow one another as `[first, last]`."""
    found: list[list[int]] = []
    for item_id in ids:
        if found and found[-1][1] == item_id - 1:
            found[-1][1] = item_id
        else:
            found.append([item_id, item_id])
    return found


def listed(found: Sequence[Sequence[int]]) -> Iterator[int]:
    """The ids that `ranges` has written down."""
    for first, last in found:
        yield from range(first, last + 1)


def to_edit(settings: Mapping[str, Any]) -> Edit:
    return msgspec.convert(settings["edit"], Edit)
