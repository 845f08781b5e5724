"""My work: the items that name the actor in one of their people columns, on all boards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Assignment, Item
from engine.permissions import Actor
from engine.queries.boards import boards_by_id
from engine.queries.items import PAGE_LIMIT, BoardItem, items_by_id
from engine.schema.compiled import CompiledBoard


@dataclass(frozen=True, slots=True)
class Assigned:
    """An item that somebody is responsible for, with its board."""

    board: CompiledBoard
    item: BoardItem


@dataclass(frozen=True, slots=True)
class WorkPage:
    """`after` fetches the next page; None at the end."""

    lines: list[Assigned]
    after: int | None


def work(session: Session, actor: Actor, *, limit: int = 100, after: int = 0) -> WorkPage:
    """The actor's items by id, those behind item `after`; only columns that the actor may see count."""
    mine = sa.select(Assignment.board_id).where(Assignment.user_id == actor.user_id).distinct()
    boards = boards_by_id(session, actor, session.scalars(mine))
    limit = max(1, min(limit, PAGE_LIMIT))
    found = assigned_ids(session, actor, boards, after, limit + 1)
    shown = found[:limit]
    items = {item.id: item for board in boards.values() for item in items_of(session, board, shown)}
    lines = [Assigned(boards[board_id], items[item_id]) for item_id, board_id in shown if item_id in items]
    return WorkPage(lines, shown[-1][0] if len(found) > limit else None)


def assigned_ids(
    session: Session, actor: Actor, boards: Mapping[int, CompiledBoard], after: int, limit: int
) -> Sequence[tuple[int, int]]:
    """(item id, board id) pairs, rising."""
    visible = [
        sa.and_(Assignment.board_id == board.id, Assignment.column_id.in_(columns_of_people(board)))
        for board in boards.values()
    ]
    statement = (
        sa.select(Assignment.item_id, Assignment.board_id)
        .join(Item, Item.id == Assignment.item_id)
        .where(Assignment.user_id == actor.user_id, Assignment.item_id > after, Item.deleted_at.is_(None))
        .where(sa.or_(sa.false(), *visible))
        .distinct()
        .order_by(Assignment.item_id)
    )
    return session.execute(statement.limit(limit)).all()


def columns_of_people(board: CompiledBoard) -> list[int]:
    return [column.id for column in board.columns.values() if column.type.assigns]


def items_of(session: Session, board: CompiledBoard, found: Sequence[tuple[int, int]]) -> list[BoardItem]:
    ids = [item_id for item_id, board_id in found if board_id == board.id]
    return items_by_id(session, board, ids) if ids else []
