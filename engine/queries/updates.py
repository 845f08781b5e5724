"""What people wrote about an item: updates, newest first, each with the replies to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Update
from engine.permissions import Actor
from engine.queries.boards import board_holding
from engine.schema.compiled import CompiledBoard
from engine.text import Text

PAGE = 30
GONE = Text("This update was deleted.", "Cette mise à jour a été supprimée.")


@dataclass(frozen=True, slots=True)
class Thread:
    """An update and the replies to it, oldest first."""

    update: Update
    replies: Sequence[Update]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`before` fetches the earlier ones; None where there are none."""

    threads: list[Thread]
    before: int | None


def threads(
    session: Session, board: CompiledBoard, item_id: int, *, before: int | None = None, limit: int = PAGE
) -> ThreadPage:
    about = sa.and_(Update.board_id == board.id, Update.item_id == item_id, Update.deleted_at.is_(None))
    first = sa.select(Update).where(about, Update.parent_id.is_(None)).order_by(Update.id.desc()).limit(limit + 1)
    found = session.scalars(first if before is None else first.where(Update.id < before)).all()
    shown = found[:limit]
    replies: dict[int, list[Update]] = {one.id: [] for one in shown}
    if shown:
        answers = sa.select(Update).where(about, Update.parent_id.in_(replies)).order_by(Update.id)
        for one in session.scalars(answers):
            replies[one.parent_id or 0].append(one)
    return ThreadPage([Thread(one, replies[one.id]) for one in shown], shown[-1].id if len(found) > limit else None)


def update(session: Session, board: CompiledBoard, update_id: int, *, deleted: bool = False) -> Update:
    """Raises NotFound; a deleted one is found only with `deleted=True`."""
    found = session.scalar(sa.select(Update).where(Update.id == update_id, Update.board_id == board.id))
    if found is None or (found.deleted_at is not None and not deleted):
        raise NotFound(GONE)
    return found


def board_of_update(session: Session, actor: Actor, update_id: int) -> CompiledBoard:
    """The update's board. Raises NotFound for an update that is deleted or that the actor may not see."""
    return board_holding(session, actor, Update, update_id)


def said_about(session: Session, item_ids: Sequence[int]) -> dict[int, list[str]]:
    """The words of the updates on these items, by item."""
    statement = sa.select(Update.item_id, Update.text).where(Update.item_id.in_(item_ids), Update.deleted_at.is_(None))
    found: dict[int, list[str]] = {}
    for item_id, text in session.execute(statement.order_by(Update.id)):
        found.setdefault(item_id, []).append(text)
    return found


def words_of(session: Session, update_ids: Sequence[int]) -> dict[int, str]:
    """The words of these updates, deleted ones left out."""
    statement = sa.select(Update.id, Update.text).where(Update.id.in_(update_ids), Update.deleted_at.is_(None))
    found: Sequence[Any] = session.execute(statement).all() if update_ids else []
    return {update_id: text for update_id, text in found}  # noqa: C416 - rows are no pairs to mypy
