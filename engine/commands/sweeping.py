"""The trash is emptied for good: items, groups, columns and boards that have been in it for 30 days.

What happened to them stays told under their ids: the registry keeps a deleted item, and a board its number, with `SWEPT`
as the moment when they were deleted.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engine.commands.search import forget_board, forget_items
from engine.db import Database, at_one_moment
from engine.models import (
    Assignment,
    Automation,
    Base,
    Board,
    Counter,
    Event,
    Group,
    Item,
    Mention,
    Notification,
    Step,
    Update,
    Visit,
)
from engine.moment import SWEPT, now, to_iso
from engine.queries.trash import KEPT_DAYS
from engine.schema.change import drop_board_table, drop_physical_columns
from engine.schema.document import Document, all_columns
from engine.schema.table import to_table

CHUNK = 1000
Kind = TypeVar("Kind")
KEPT = frozenset({Board.__table__, Item.__table__, Event.__table__, Update.__table__, Automation.__table__})
"""Of a board that goes, the lines to which others point: emptied instead of deleted, as no line may point nowhere."""


def sweep(db: Database) -> None:
    """Each board, and each thousand items, in a transaction of its own, so that nobody waits for long."""
    before = now() - timedelta(days=KEPT_DAYS)
    with db.read() as session:
        boards, dead = boards_to_sweep(session, before), dead_boards(session, before)
    for board_id in boards:
        while done(db, sweep_items, board_id, before):
            continue
        for work in (sweep_columns, sweep_groups, sweep_steps):
            done(db, work, board_id, before)
    for board_id in dead:
        done(db, sweep_board, board_id, before)


def done(db: Database, work: Callable[[Session, int, datetime], Kind], board_id: int, before: datetime) -> Kind:
    with db.write() as session:
        return work(session, board_id, before)


def boards_to_sweep(session: Session, before: datetime) -> list[int]:
    """Those that are there and have something old in their trash."""
    at_one_moment(session)  # on PostgreSQL lines come one part after the other only within a transaction
    due = set[int]()
    for kind in (Item, Group):
        due.update(session.scalars(sa.select(kind.board_id).where(old(kind, before)).distinct()))
    living = sa.select(Board.id, Board.document).where(Board.deleted_at.is_(None)).execution_options(yield_per=100)
    return [board_id for board_id, document in session.execute(living) if board_id in due or gone(document, before)]


def dead_boards(session: Session, before: datetime) -> list[int]:
    return list(session.scalars(sa.select(Board.id).where(old(Board, before))))


def old(kind: Any, before: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(kind.deleted_at < before, kind.deleted_at > SWEPT)


def gone(document: Document, before: datetime) -> list[str]:
    """Keys of the columns that have been in the trash for long enough."""
    return [
        key for key, column in all_columns(document).items() if column.hidden_at and column.hidden_at < to_iso(before)
    ]


def held(session: Session, board_id: int) -> Board:
    return session.scalars(sa.select(Board).where(Board.id == board_id).with_for_update()).one()


def sweep_items(session: Session, board_id: int, before: datetime) -> bool:
    """Some of them; whether there may be more."""
    board = held(session, board_id)
    table = to_table(board_id, ())
    chosen = sa.select(table.c.id).where(table.c.deleted_at < to_iso(before)).limit(CHUNK)
    ids = session.scalars(chosen).all() if board.deleted_at is None else ()
    if ids:
        said = sa.select(Update.id).where(Update.item_id.in_(ids))
        told = sa.or_(Notification.item_id.in_(ids), Notification.update_id.in_(said))
        session.execute(sa.delete(Notification).where(told))
        session.execute(sa.delete(Mention).where(Mention.update_id.in_(said)))
        session.execute(sa.delete(Assignment).where(Assignment.item_id.in_(ids)))
        session.execute(sa.delete(Visit).where(Visit.board_id == board_id, Visit.item_id.in_(ids)))
        empty_updates(session, Update.item_id.in_(ids))
        forget_items(session, ids)
        session.execute(sa.delete(table).where(table.c.id.in_(ids)))
        session.execute(sa.update(Item).where(Item.id.in_(ids)).values(deleted_at=SWEPT))
    return len(ids) == CHUNK


def empty_updates(session: Session, chosen: sa.ColumnElement[bool]) -> None:
    session.execute(sa.update(Update).where(chosen).values(html="", text="", deleted_at=SWEPT))


def sweep_columns(session: Session, board_id: int, before: datetime) -> None:
    """They leave the document, and all their generations the board's table."""
    board = held(session, board_id)
    keys = gone(board.document, before) if board.deleted_at is None else []
    if not keys:
        return
    ids = [all_columns(board.document)[key].id for key in keys]
    board.document = without(board.document, keys)
    flag_modified(board, "document")
    board.version += 1
    for kind in (Assignment, Counter):
        session.execute(sa.delete(kind).where(kind.board_id == board_id, kind.column_id.in_(ids)))
    session.flush()
    drop_physical_columns(session, board_id, ids)


def without(document: Document, keys: Collection[str]) -> Document:
    properties = {key: node for key, node in document["properties"].items() if key not in keys}
    return {**document, "properties": properties, "required": [one for one in document["required"] if one not in keys]}


def sweep_groups(session: Session, board_id: int, before: datetime) -> None:
    table = to_table(board_id, ())
    holds = sa.exists().where(table.c.group_id == Group.id)
    session.execute(sa.delete(Group).where(Group.board_id == board_id, old(Group, before), ~holds))


def sweep_steps(session: Session, board_id: int, before: datetime) -> None:
    """Nobody undoes what may have touched something that is gone."""
    session.execute(sa.delete(Step).where(Step.board_id == board_id, Step.created_at < before))


def sweep_board(session: Session, board_id: int, before: datetime) -> None:
    """Its table and everything of its own; what others point to is emptied."""
    board = held(session, board_id)
    if board.deleted_at is None or not SWEPT < board.deleted_at < before:
        return
    forget_board(session, board_id)
    for table in reversed(Base.metadata.sorted_tables):
        if table not in KEPT and (own := belonging(table, board_id)) is not None:
            session.execute(sa.delete(table).where(own))
    empty_updates(session, Update.board_id == board_id)
    session.execute(sa.update(Event).where(Event.board_id == board_id).values(payload={}))
    session.execute(
        sa.update(Automation).where(Automation.board_id == board_id).values(enabled=False, deleted_at=SWEPT, rule={})
    )
    session.execute(sa.update(Item).where(Item.board_id == board_id).values(deleted_at=SWEPT))
    board.document = {**board.document, "title": "", "x-labels": {}, "properties": {}, "required": []}
    board.version, board.item_count, board.deleted_at = board.version + 1, 0, SWEPT
    session.flush()
    drop_board_table(session, board_id)


def belonging(table: sa.Table, board_id: int) -> sa.ColumnElement[bool] | None:
    """Which lines of a table are the board's: they name it, or point to a line of its own."""
    if "board_id" in table.c:
        return table.c.board_id == board_id
    return next(pointing(table, board_id), None)


def pointing(table: sa.Table, board_id: int) -> Iterator[sa.ColumnElement[bool]]:
    for key in table.foreign_keys:
        parent = key.column.table
        if "board_id" in parent.c:
            yield key.parent.in_(sa.select(key.column).where(parent.c.board_id == board_id))
