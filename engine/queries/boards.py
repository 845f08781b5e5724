"""Boards as an actor may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Automation, Board, Event, Item, Update
from engine.permissions import GRANTED, Actor, Permission
from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.document import Column, Document, all_columns, title_of
from engine.text import Language


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A line in the sidebar, a card at home."""

    id: int
    titles: Mapping[str, Any]
    item_count: int
    changed_at: datetime

    def title(self, language: Language) -> str:
        return title_of(dict(self.titles), language)


def board(session: Session, actor: Actor, board_id: int) -> CompiledBoard:
    """Raises NotFound unless the board is in the actor's workspace."""
    return compiled_for(actor, board_record(session, actor, board_id))


def board_record(session: Session, actor: Actor, board_id: int) -> Board:
    """The stored board, for its seq and counters."""
    statement = sa.select(Board).where(
        Board.id == board_id, Board.workspace_id == actor.workspace_id, Board.deleted_at.is_(None)
    )
    record = session.scalar(statement) if actor.may(Permission.BOARD_VIEW) else None
    if record is None:
        raise NotFound
    return record


def board_of_item(session: Session, actor: Actor, item_id: int) -> CompiledBoard:
    """The item's board, in one statement. Raises NotFound for an item that is deleted or somebody else's."""
    return board_holding(session, actor, Item, item_id)


def board_of_automation(session: Session, actor: Actor, automation_id: int) -> CompiledBoard:
    """The automation's board. Raises NotFound for one that is deleted or somebody else's."""
    return board_holding(session, actor, Automation, automation_id)


def board_holding(
    session: Session, actor: Actor, kind: type[Item | Automation | Update], held_id: int
) -> CompiledBoard:
    statement = sa.select(Board).join(kind, kind.board_id == Board.id).where(kind.id == held_id)
    alive = statement.where(kind.deleted_at.is_(None), Board.deleted_at.is_(None))
    record = session.scalar(alive.where(Board.workspace_id == actor.workspace_id))
    if record is None or not actor.may(Permission.BOARD_VIEW):
        raise NotFound
    return compiled_for(actor, record)


def compiled_for(actor: Actor, record: Board) -> CompiledBoard:
    """A stored board as this actor sees it."""
    return compile_board(
        record.id,
        record.workspace_id,
        record.version,
        record.document,
        hidden_columns(actor, record.document),
        GRANTED[actor.role],
    )


def boards_by_id(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, CompiledBoard]:
    """Those of the boards that the actor may see, in one statement."""
    wanted = sa.select(Board).where(Board.id.in_(set(ids)), Board.workspace_id == actor.workspace_id)
    records = session.scalars(wanted.where(Board.deleted_at.is_(None))) if actor.may(Permission.BOARD_VIEW) else ()
    return {record.id: compiled_for(actor, record) for record in records}


def hidden_columns(actor: Actor, document: Document) -> frozenset[str]:
    """Keys that this actor may not see: `x-column.hidden_from` lists roles."""
    return frozenset(
        key for key, node in document["properties"].items() if actor.role in node["x-column"].get("hidden_from", ())
    )


def deleted_columns(session: Session, actor: Actor, board_id: int) -> list[Column]:
    """Those that `restore_column` can bring back, the latest first."""
    document = board_record(session, actor, board_id).document
    secret = hidden_columns(actor, document)
    gone = [column for key, column in all_columns(document).items() if column.hidden_at and key not in secret]
    return sorted(gone, key=lambda column: column.hidden_at or "", reverse=True)


def boards(session: Session, actor: Actor) -> list[BoardSummary]:
    changed = sa.select(Event.created_at).where(Event.board_id == Board.id, Event.seq == Board.seq).scalar_subquery()
    statement = (
        sa.select(
            Board.id,
            Board.document,
            Board.item_count,
            sa.func.coalesce(changed, Board.created_at, type_=Board.created_at.type),
        )
        .where(Board.workspace_id == actor.workspace_id, Board.deleted_at.is_(None))
        .order_by(Board.id)
    )
    rows = session.execute(statement) if actor.may(Permission.BOARD_VIEW) else ()
    return [
        BoardSummary(board_id, titles(document), count, changed_at) for board_id, document, count, changed_at in rows
    ]


def titles(document: Document) -> Mapping[str, Any]:
    return {"title": document["title"], "x-labels": document.get("x-labels", {})}
