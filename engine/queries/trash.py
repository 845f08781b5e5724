"""What was deleted from a board and can still be restored: items, groups, columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.fold import fold
from engine.models import Event, Group
from engine.moment import from_iso, now, to_iso
from engine.queries.live import touched
from engine.schema.compiled import CompiledBoard

KEPT_DAYS = 30
LOOKED_AT = 500
"""Events in which it is looked up who deleted what."""
DELETIONS = (EventKind.ITEM_DELETED, EventKind.ITEMS_DELETED, EventKind.GROUP_DELETED)


@dataclass(frozen=True, slots=True)
class TrashedItem:
    """`group` is its group's title, `group_gone` when that is in the trash too; `by` the user who deleted it."""

    id: int
    name: str
    group: str
    group_gone: bool
    deleted_at: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class TrashedGroup:
    id: int
    title: str
    color: str
    deleted_at: str
    count: int
    """Items that come back with it."""


def trashed_items(
    session: Session, board: CompiledBoard, search: str = "", *, limit: int = 50, offset: int = 0
) -> list[TrashedItem]:
    """The latest first; those that went with their group are the group's."""
    table, name = board.table.c, board.columns["name"]
    text, key = table[name.physical], table[name.physical_key]
    statement = (
        sa.select(table.id, text, Group.title, Group.deleted_at, table.deleted_at)
        .join(Group, Group.id == table.group_id)
        .where(table.deleted_at.is_not(None), key.contains(fold(search), autoescape=True) if search else sa.true())
    )
    order = statement.order_by(table.deleted_at.desc(), table.id.desc()).limit(limit).offset(offset)
    found = session.execute(order).all()
    authors = deleted_by(session, board, {line.id for line in found})
    return [
        TrashedItem(item_id, name, group, gone is not None, deleted_at, authors.get(item_id))
        for item_id, name, group, gone, deleted_at in found
    ]


def days_left(deleted_at: str) -> int:
    """Until it goes for good, the last one begun; 0 when it may go at any moment."""
    return max(0, KEPT_DAYS - (now() - from_iso(deleted_at)).days)


def deleted_by(session: Session, board: CompiledBoard, item_ids: set[int]) -> Mapping[int, int | None]:
    """By item, who deleted it last, as far as the latest events tell."""
    statement = sa.select(Event).where(Event.board_id == board.id, Event.kind.in_(DELETIONS))
    found: dict[int, int | None] = {}
    for event in session.scalars(statement.order_by(Event.seq.desc()).limit(LOOKED_AT)) if item_ids else ():
        for item_id in item_ids.intersection(touched(event.item_id, event.payload)):
            found.setdefault(item_id, event.user_id)
    return found


def trashed_groups(session: Session, board: CompiledBoard) -> Sequence[TrashedGroup]:
    """The latest first."""
    gone = sa.select(Group).where(Group.board_id == board.id, Group.deleted_at.is_not(None))
    return list(counted(session, board, session.scalars(gone.order_by(Group.deleted_at.desc())).all()))


def counted(session: Session, board: CompiledBoard, found: Sequence[Group]) -> Iterator[TrashedGroup]:
    table = board.table.c
    inside = sa.select(table.group_id, table.deleted_at, sa.func.count()).where(
        table.group_id.in_([group.id for group in found]), table.deleted_at.is_not(None)
    )
    lines = session.execute(inside.group_by(table.group_id, table.deleted_at)) if found else ()
    counts = {(group_id, deleted_at): count for group_id, deleted_at, count in lines}
    for group in found:
        at = to_iso(group.deleted_at) if group.deleted_at else ""
        yield TrashedGroup(group.id, group.title, group.color, at, counts.get((group.id, at), 0))
