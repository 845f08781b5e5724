"""The trash: items go there and come back. And imports of many items."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.items import count_items, insert_items
from engine.commands.search import index_later
from engine.commands.unique import claim, unique_columns
from engine.commands.values import filled
from engine.events import EventKind
from engine.models import Item
from engine.moment import now, to_iso
from engine.outbox import Recorded, record
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import select_items, to_item
from engine.rank import between, spread
from engine.schema.compiled import CompiledBoard

CHUNK = 5000


def delete_items(session: Session, actor: Actor, board: CompiledBoard, item_ids: Sequence[int]) -> list[int]:
    """To the trash; returns the ids of those that were there, which `restore_items` wants back."""
    require(actor, Permission.ITEM_DELETE, board)
    return mark(session, actor, board, item_ids, deleted=True)


def restore_items(session: Session, actor: Actor, board: CompiledBoard, item_ids: Sequence[int]) -> list[int]:
    """Back to their groups, with everything they held; the end of the group where their place is taken.

    Those whose group is in the trash itself come to the board's first group.
    """
    require(actor, Permission.ITEM_DELETE, board)
    return mark(session, actor, board, item_ids, deleted=False)


def mark(session: Session, actor: Actor, board: CompiledBoard, item_ids: Sequence[int], *, deleted: bool) -> list[int]:
    table = board.table
    ids: list[int] = []
    moment = to_iso(now()) if deleted else None
    in_trash = table.c.deleted_at.is_(None) if deleted else table.c.deleted_at.is_not(None)
    for start in range(0, len(item_ids), CHUNK):
        chosen = sa.and_(table.c.id.in_(item_ids[start : start + CHUNK]), in_trash)
        if not deleted:
            leave_deleted_groups(session, board, chosen)
            free_positions(session, board, chosen)
            claim_again(session, actor, board, chosen)
        ids += session.scalars(sa.update(table).where(chosen).values(deleted_at=moment).returning(table.c.id))
    if ids:
        mark_registry(session, board, ids, deleted=deleted)
        announce(session, actor, board, sorted(ids), deleted=deleted)
    return sorted(ids)


def claim_again(session: Session, actor: Actor, board: CompiledBoard, chosen: sa.ColumnElement[bool]) -> None:
    """Raises InvalidMany where another item has meanwhile taken a value that must be unique."""
    if unique_columns(board):
        found = session.execute(select_items(board).where(chosen)).all()
        cells = {one.id: one.values for one in (to_item(board, line) for line in found)}
        claim(session, board, cells, context_for(session, actor))


def leave_deleted_groups(session: Session, board: CompiledBoard, chosen: sa.ColumnElement[bool]) -> None:
    table, alive = board.table, groups(session, board)
    homeless = sa.and_(chosen, table.c.group_id.not_in([group.id for group in alive]))
    ids = session.scalars(sa.select(table.c.id).where(homeless).order_by(table.c.group_id, table.c.position)).all()
    last = session.scalar(sa.select(sa.func.max(table.c.position)).where(table.c.group_id == alive[0].id))
    for item_id, rank in zip(ids, spread(len(ids), last), strict=True):
        place = {"group_id": alive[0].id, "position": rank}
        session.execute(sa.update(table).where(table.c.id == item_id).values(place))


def free_positions(session: Session, board: CompiledBoard, chosen: sa.ColumnElement[bool]) -> None:
    """Move trashed items whose position has been given away to the end of their group."""
    table, living = board.table, board.table.alias()
    taken = (
        sa.select(living.c.id)
        .where(
            living.c.group_id == table.c.group_id, living.c.position == table.c.position, living.c.deleted_at.is_(None)
        )
        .exists()
    )
    for item_id, group_id in session.execute(sa.select(table.c.id, table.c.group_id).where(chosen, taken)).all():
        last = session.scalar(sa.select(sa.func.max(table.c.position)).where(table.c.group_id == group_id))
        session.execute(sa.update(table).where(table.c.id == item_id).values(position=between(last, None)))


def mark_registry(session: Session, board: CompiledBoard, ids: Sequence[int], *, deleted: bool) -> None:
    for start in range(0, len(ids), CHUNK):
        session.execute(
            sa.update(Item).where(Item.id.in_(ids[start : start + CHUNK])).values(deleted_at=now() if deleted else None)
        )
    count_items(session, board, -len(ids) if deleted else len(ids))


def announce(session: Session, actor: Actor, board: CompiledBoard, ids: list[int], *, deleted: bool) -> None:
    if len(ids) == 1:
        record(
            session, actor, board.id, EventKind.ITEM_DELETED if deleted else EventKind.ITEM_RESTORED, {}, item_id=ids[0]
        )
    else:
        record(
            session, actor, board.id, EventKind.ITEMS_DELETED if deleted else EventKind.ITEMS_RESTORED, {"items": ids}
        )


def import_items(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    group_ids: Sequence[int],
    columns: Mapping[str, Sequence[Any]],
    *,
    run_rules: bool,
    job_id: int,
) -> Recorded:
    """Many new items as one event. `columns` are checked; one group id for each item. Best followed by `tend_index`."""
    require(actor, Permission.ITEM_CREATE, board)
    index_later(session)
    context = context_for(session, actor)
    whole = filled(board.whole, columns, len(group_ids), context)
    ids = insert_items(session, actor, board, group_ids, whole, context)["id"]
    payload = {"first": ids[0], "last": ids[-1], "count": len(ids), "run_rules": run_rules, "job": job_id}
    return record(session, actor, board.id, EventKind.ITEMS_IMPORTED, payload)
