"""Moves of items between and within groups: a rank for each, all written and told in one go, however many they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.bulk import chunks, locked_items
from engine.commands.items import count_items
from engine.errors import NotFound
from engine.events import EventKind
from engine.moment import now, to_iso
from engine.outbox import Happened, record, record_many
from engine.permissions import Actor, Permission, require
from engine.queries.groups import group as load_group
from engine.queries.items import GONE, BoardItem
from engine.rank import WHOLE, evenly, fill
from engine.schema.compiled import CompiledBoard

LONGEST = 24
"""Characters of a rank; where one would be longer, the ranks around it are renewed."""
Place = tuple[int, str]
"""A group's id, and a rank in it."""


def move_items(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    item_ids: Sequence[int],
    group_id: int,
    *,
    after_id: int | None = None,
    to_top: bool = False,
) -> None:
    """Put the items, in the order given, behind `after_id`, at the top, or (default) at the end of the group."""
    require(actor, Permission.ITEM_EDIT, board)
    load_group(session, board, group_id)
    moved = held(session, board, item_ids)
    count_items(session, board, 0)
    low, high = gap(session, board, item_ids, group_id, after_id, to_top=to_top)
    ranks = fill(len(moved), low, high)
    if low and high and max(map(len, ranks), default=0) > LONGEST:
        renew_ranks(session, actor, board, group_id, low[:WHOLE])
        moved = held(session, board, item_ids)
        ranks = fill(len(moved), *gap(session, board, item_ids, group_id, after_id, to_top=to_top))
    place_items(session, actor, board, [(one, (group_id, rank)) for one, rank in zip(moved, ranks, strict=True)])


def gap(
    session: Session, board: CompiledBoard, moving: Sequence[int], group_id: int, after_id: int | None, *, to_top: bool
) -> tuple[str | None, str | None]:
    """The positions between which the items go, the moving ones not counted."""
    table = board.table.c
    others = sa.and_(table.group_id == group_id, table.id.not_in(moving))
    if to_top:
        return None, session.scalar(sa.select(sa.func.min(table.position)).where(others))
    low = session.scalar(sa.select(table.position).where(others, table.id == after_id))
    if low is None:
        return session.scalar(sa.select(sa.func.max(table.position)).where(others)), None
    return low, session.scalar(sa.select(sa.func.min(table.position)).where(others, table.position > low))


def held(session: Session, board: CompiledBoard, item_ids: Sequence[int]) -> list[BoardItem]:
    """In the order of the ids, until the end of the transaction; raises NotFound when one of them is gone."""
    found = {one.id: one for ids in chunks(sorted(item_ids)) for one in locked_items(session, board, ids).values()}
    if missing := [item_id for item_id in item_ids if item_id not in found]:
        raise NotFound(GONE, item=missing[0])
    return [found[item_id] for item_id in dict.fromkeys(item_ids)]


def place_items(session: Session, actor: Actor, board: CompiledBoard, moved: Sequence[tuple[BoardItem, Place]]) -> None:
    """Items that are held, each to its place: one that is free, or that another one of them leaves."""
    todo = [(one, place) for one, place in moved if place != (one.group_id, one.position)]
    if not todo:
        return
    leave_places(session, board, todo)
    names, moment = board.table.c, to_iso(now())
    lines = [
        {"of_item": one.id, "to_group": group_id, "to_rank": rank, "next": one.version + 1}
        for one, (group_id, rank) in todo
    ]
    values = {
        names.group_id: sa.bindparam("to_group"),
        names.position: sa.bindparam("to_rank"),
        names.version: sa.bindparam("next"),
        names.updated_at: moment,
        names.updated_by: actor.user_id,
    }
    session.connection().execute(
        sa.update(board.table).where(names.id == sa.bindparam("of_item")).values(values), lines
    )
    record_many(session, actor, board.id, [moved_to(one, place) for one, place in todo])


def leave_places(session: Session, board: CompiledBoard, todo: Sequence[tuple[BoardItem, Place]]) -> None:
    """Where one item comes to another's place, all of them leave theirs first: a place holds one item at any moment."""
    table, wanted = board.table, {place for _, place in todo}
    if any((one.group_id, one.position) in wanted for one, _ in todo):
        aside = sa.literal("~") + sa.cast(table.c.id, sa.String)
        for ids in chunks([one.id for one, _ in todo]):
            session.execute(sa.update(table).where(table.c.id.in_(ids)).values(position=aside))


def moved_to(one: BoardItem, place: Place) -> Happened:
    group_id, rank = place
    payload = {"group": [one.group_id, group_id], "position": [one.position, rank]}
    return Happened(EventKind.ITEM_MOVED, payload, one.id, one.version + 1)


def renew_ranks(session: Session, actor: Actor, board: CompiledBoard, group_id: int, whole: str) -> None:
    """Short ranks, in the same order, for the items of a group whose ranks begin with this whole part."""
    names = board.table.c
    crowded = sa.and_(names.group_id == group_id, names.position > whole, names.position < whole + "~")
    taken = session.scalars(sa.select(names.position).where(crowded).distinct().order_by(names.position)).all()
    renewed = dict(zip(taken, evenly(whole, set(taken)), strict=True))
    if not renewed:
        return
    statement = sa.update(board.table).where(crowded, names.position == sa.bindparam("old"))
    session.connection().execute(
        statement.values({names.position: sa.bindparam("new")}),
        [{"old": old, "new": new} for old, new in renewed.items()],
    )
    record(session, actor, board.id, EventKind.RANKS_RENEWED, {"group": group_id, "ranks": renewed})
