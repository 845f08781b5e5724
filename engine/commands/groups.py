"""Manual groups: create, change, move, delete, restore."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.choices import COLORS
from engine.commands.boards import GROUP_COLORS, MAX_TITLE
from engine.commands.placing import claim_again
from engine.errors import Invalid
from engine.events import EventKind
from engine.models import Board, Group, Item
from engine.moment import now, to_iso
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.groups import group as load_group
from engine.queries.groups import groups
from engine.rank import between
from engine.schema.compiled import CompiledBoard
from engine.schema.difference import changes
from engine.text import Text
from engine.titles import checked_title

NO_TITLE = Text(
    "Give the group a name of at most {limit} characters.", "Donnez au groupe un nom d’au plus {limit} caractères."
)
NO_COLOR = Text("Choose one of the colours: {colors}.", "Choisissez une des couleurs : {colors}.")
LAST_GROUP = Text(
    "A board keeps at least one group. Add another one before you delete this one.",
    "Un tableau garde au moins un groupe. Ajoutez-en un autre avant de supprimer celui-ci.",
)


def create_group(session: Session, actor: Actor, board: CompiledBoard, title: str, color: str | None = None) -> Group:
    """At the end of the board, in the next colour unless one is given."""
    require(actor, Permission.BOARD_EDIT, board)
    existing = groups(session, board)
    position = between(existing[-1].position if existing else None, None)
    color = checked_color(color or GROUP_COLORS[len(existing) % len(GROUP_COLORS)])
    created = Group(board_id=board.id, title=checked_title(title, NO_TITLE, MAX_TITLE), color=color, position=position)
    session.add(created)
    session.flush()
    record(session, actor, board.id, EventKind.GROUP_CREATED, {"group": created.id, "title": created.title})
    return created


def change_group(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    group_id: int,
    *,
    title: str | None = None,
    color: str | None = None,
) -> Group:
    require(actor, Permission.BOARD_EDIT, board)
    group = load_group(session, board, group_id)
    before = {"title": group.title, "color": group.color}
    group.title = checked_title(title, NO_TITLE, MAX_TITLE) if title is not None else group.title
    group.color = checked_color(color) if color is not None else group.color
    told = changes(before, {"title": group.title, "color": group.color})
    if told:
        record(session, actor, board.id, EventKind.GROUP_CHANGED, {"group": group_id, "changes": told})
    return group


def move_group(session: Session, actor: Actor, board: CompiledBoard, group_id: int, *, after_id: int | None) -> Group:
    """Behind the group `after_id`, or to the top."""
    require(actor, Permission.BOARD_EDIT, board)
    group = load_group(session, board, group_id)
    if after_id is not None:
        load_group(session, board, after_id)
    all_groups = groups(session, board)
    others = [other for other in all_groups if other.id != group_id]
    place = 1 + next((place for place, other in enumerate(others) if other.id == after_id), -1)
    if all_groups.index(group) == place:
        return group
    low = others[place - 1].position if place else None
    high = others[place].position if place < len(others) else None
    before, group.position = group.position, between(low, high)
    told = {"position": [before, group.position]}
    record(session, actor, board.id, EventKind.GROUP_CHANGED, {"group": group_id, "changes": told})
    return group


def delete_group(session: Session, actor: Actor, board: CompiledBoard, group_id: int) -> list[int]:
    """The group and its items go to the trash together; returns the items' ids, which `restore_group` wants back."""
    require(actor, Permission.BOARD_EDIT, board)
    require(actor, Permission.ITEM_DELETE, board)
    group = load_group(session, board, group_id)
    if len(groups(session, board)) == 1:
        raise Invalid(LAST_GROUP, field="group")
    deleted_at = now()
    group.deleted_at = deleted_at
    table = board.table
    found = session.execute(
        sa.update(table)
        .where(table.c.group_id == group_id, table.c.deleted_at.is_(None))
        .values(deleted_at=to_iso(deleted_at))
        .returning(table.c.id)
    )
    ids = [line[0] for line in found]
    mark_items(session, board, ids, deleted=True)
    record(session, actor, board.id, EventKind.GROUP_DELETED, {"group": group_id, "items": ids})
    return ids


def restore_group(session: Session, actor: Actor, board: CompiledBoard, group_id: int) -> Group:
    """The group with the items that were deleted with it. Raises InvalidMany where others hold their unique values now."""
    require(actor, Permission.BOARD_EDIT, board)
    group = session.scalar(sa.select(Group).where(Group.id == group_id, Group.board_id == board.id))
    if group is None or group.deleted_at is None:
        return load_group(session, board, group_id)
    table = board.table
    together = sa.and_(table.c.group_id == group_id, table.c.deleted_at == to_iso(group.deleted_at))
    claim_again(session, actor, board, together)
    ids = list(session.scalars(sa.update(table).where(together).values(deleted_at=None).returning(table.c.id)))
    group.deleted_at = None
    mark_items(session, board, ids, deleted=False)
    record(session, actor, board.id, EventKind.GROUP_CREATED, {"group": group_id, "items": ids})
    return group


def mark_items(session: Session, board: CompiledBoard, ids: list[int], *, deleted: bool) -> None:
    """Keep the registry and the board's counter in step with its table."""
    for start in range(0, len(ids), 5000):
        session.execute(
            sa.update(Item).where(Item.id.in_(ids[start : start + 5000])).values(deleted_at=now() if deleted else None)
        )
    session.execute(
        sa.update(Board)
        .where(Board.id == board.id)
        .values(item_count=Board.item_count + (-len(ids) if deleted else len(ids)))
    )


def checked_color(color: str) -> str:
    if color not in COLORS:
        raise Invalid(NO_COLOR, field="color", colors=", ".join(COLORS))
    return color
