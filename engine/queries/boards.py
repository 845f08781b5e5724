"""Boards as an actor may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Automation, Board, BoardMember, Event, Item, Member, Update
from engine.permissions import GRANTED, GRANTED_ON_BOARD, Actor, BoardRole, Role, role_on
from engine.queries.access import role_listed, seen_by
from engine.schema.access import Beholder, hidden_columns, locked_columns, name_of
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
    access: str

    def title(self, language: Language) -> str:
        return title_of(dict(self.titles), language)


def board(session: Session, actor: Actor, board_id: int) -> CompiledBoard:
    """Raises NotFound unless the actor may see the board."""
    return one_seen(session, actor, select_seen(actor).where(Board.id == board_id))[0]


def board_and_seq(session: Session, actor: Actor, board_id: int) -> tuple[CompiledBoard, int]:
    """The board, and the number of its last event."""
    return one_seen(session, actor, select_seen(actor).where(Board.id == board_id))


def board_record(session: Session, actor: Actor, board_id: int) -> Board:
    """The stored board, for its seq and counters."""
    record = session.scalar(sa.select(Board).where(Board.id == board_id, seen_by(actor)))
    if record is None:
        raise NotFound
    return record


def board_of_item(session: Session, actor: Actor, item_id: int) -> CompiledBoard:
    """The item's board, in one statement. Raises NotFound for an item that is deleted or that the actor may not see."""
    return board_holding(session, actor, Item, item_id)


def board_of_any_item(session: Session, actor: Actor, item_id: int) -> CompiledBoard:
    """The same, for an item in the trash, too."""
    statement = select_seen(actor).join(Item, Item.board_id == Board.id)
    return one_seen(session, actor, statement.where(Item.id == item_id))[0]


def board_of_automation(session: Session, actor: Actor, automation_id: int) -> CompiledBoard:
    """The automation's board. Raises NotFound for one that is deleted or that the actor may not see."""
    return board_holding(session, actor, Automation, automation_id)


def board_holding(
    session: Session, actor: Actor, kind: type[Item | Automation | Update], held_id: int
) -> CompiledBoard:
    statement = select_seen(actor).join(kind, kind.board_id == Board.id)
    return one_seen(session, actor, statement.where(kind.id == held_id, kind.deleted_at.is_(None)))[0]


def boards_by_id(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, CompiledBoard]:
    """Those of the boards that the actor may see, in one statement."""
    found = session.execute(select_seen(actor).where(Board.id.in_(set(ids))))
    return {record.id: compiled_for(actor, record, listed) for record, listed in found}


def select_seen(actor: Actor) -> sa.Select[Board, str]:
    return sa.select(Board, role_listed(actor)).where(seen_by(actor))


def one_seen(session: Session, actor: Actor, statement: sa.Select[Board, str]) -> tuple[CompiledBoard, int]:
    found = session.execute(statement).first()
    if found is None:
        raise NotFound
    record, listed = found
    return compiled_for(actor, record, listed), record.seq


def compiled_for(actor: Actor, record: Board, listed: str | None) -> CompiledBoard:
    """A stored board as this actor, who has the role `listed` on its list, sees it."""
    role = role_on(actor, record.access, record.default_role, listed)
    if role is None:
        raise NotFound
    granted = GRANTED[actor.role] & GRANTED_ON_BOARD[role]
    beholder = Beholder(0 if actor.seat else actor.user_id, name_of(actor.role, role))
    return compile_board(
        record.id,
        record.workspace_id,
        record.version,
        record.document,
        hidden=hidden_columns(record.document, beholder),
        locked=locked_columns(record.document, beholder),
        granted=granted,
    )


def role_of(session: Session, actor: Actor, board_id: int) -> BoardRole:
    """The actor's role on a board. Raises NotFound when they may not see it."""
    found = session.execute(select_seen(actor).where(Board.id == board_id)).first()
    role = role_on(actor, found[0].access, found[0].default_role, found[1]) if found else None
    if role is None:
        raise NotFound
    return role


def blind_to(session: Session, board: CompiledBoard, keys: Collection[str], user_ids: Collection[int]) -> set[int]:
    """Those of the users who may not see one of these columns, or not the board."""
    if not any(board.column(key).restricted for key in keys):
        return set()
    statement = (
        sa.select(Member, Board, BoardMember.role)
        .select_from(Member)
        .join(Board, sa.and_(Board.id == board.id, Board.workspace_id == Member.workspace_id))
        .outerjoin(BoardMember, sa.and_(BoardMember.board_id == Board.id, BoardMember.user_id == Member.user_id))
        .where(Member.user_id.in_(user_ids))
    )
    seeing = set()
    for member, record, listed in session.execute(statement):
        who = Actor(workspace_id=member.workspace_id, user_id=member.user_id, role=Role(member.role))
        role = role_on(who, record.access, record.default_role, listed)
        beholder = Beholder(who.user_id, name_of(who.role, role)) if role else None
        if beholder and not hidden_columns(record.document, beholder) & set(keys):
            seeing.add(member.user_id)
    return set(user_ids) - seeing


def deleted_columns(session: Session, actor: Actor, board_id: int) -> list[Column]:
    """Those that `restore_column` can bring back, the latest first."""
    seen = board(session, actor, board_id)
    gone = [column for column in all_columns(seen.trash).values() if column.hidden_at]
    return sorted(gone, key=lambda column: column.hidden_at or "", reverse=True)


def boards(session: Session, actor: Actor) -> list[BoardSummary]:
    changed = sa.select(Event.created_at).where(Event.board_id == Board.id, Event.seq == Board.seq).scalar_subquery()
    statement = (
        sa.select(
            Board.id,
            Board.document,
            Board.item_count,
            sa.func.coalesce(changed, Board.created_at, type_=Board.created_at.type),
            Board.access,
        )
        .where(seen_by(actor))
        .order_by(Board.id)
    )
    return [
        BoardSummary(board_id, titles(document), count, changed_at, access)
        for board_id, document, count, changed_at, access in session.execute(statement)
    ]


def titles(document: Document) -> Mapping[str, Any]:
    return {"title": document["title"], "x-labels": document.get("x-labels", {})}
