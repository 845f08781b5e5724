"""Boards as an actor may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Automation, Board, BoardMember, Event, Id, Item, Member, Update, table_of
from engine.permissions import GRANTED, GRANTED_ON_BOARD, Actor, BoardRole, Role, role_on
from engine.queries.access import Anybody, anybody_like, named, role_listed, seen_by
from engine.question import Question
from engine.schema.access import Beholder, hidden_columns, locked_columns, name_of
from engine.schema.compiled import CompiledBoard, compiled
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


class Line(NamedTuple):
    """A stored board, its document as text, and the actor's role on its list."""

    id: int
    workspace_id: int
    version: int
    document: str
    access: str
    default_role: str
    seq: int
    listed: str | None


BOARDS = table_of(Board)
STORED: Sequence[sa.ColumnElement[Any]] = (
    BOARDS.c.id,
    BOARDS.c.workspace_id,
    BOARDS.c.version,
    sa.cast(BOARDS.c.document, sa.Text),
    BOARDS.c.access,
    BOARDS.c.default_role,
    BOARDS.c.seq,
)
WANTED = sa.bindparam("wanted", type_=Id)


def board(session: Session, actor: Actor, board_id: int) -> CompiledBoard:
    """Raises NotFound unless the actor may see the board."""
    return board_and_seq(session, actor, board_id)[0]


def board_and_seq(session: Session, actor: Actor, board_id: int) -> tuple[CompiledBoard, int]:
    """The board, and the number of its last event."""
    line = one_seen(session, actor, by_id(anybody_like(actor)), board_id)
    return compiled_for(actor, line), line.seq


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
    return compiled_for(actor, one_seen(session, actor, by_any_item(anybody_like(actor)), item_id))


def board_of_automation(session: Session, actor: Actor, automation_id: int) -> CompiledBoard:
    """The automation's board. Raises NotFound for one that is deleted or that the actor may not see."""
    return board_holding(session, actor, Automation, automation_id)


def board_holding(
    session: Session, actor: Actor, kind: type[Item | Automation | Update], held_id: int
) -> CompiledBoard:
    return compiled_for(actor, one_seen(session, actor, by_held(kind, anybody_like(actor)), held_id))


def boards_by_id(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, CompiledBoard]:
    """Those of the boards that the actor may see, in one statement."""
    found = session.execute(select_seen(actor).where(BOARDS.c.id.in_(set(ids))))
    return {line.id: compiled_for(actor, line) for line in map(Line._make, found)}


@lru_cache(maxsize=64)
def by_id(anybody: Anybody) -> Question:
    return Question(select_seen(anybody).where(BOARDS.c.id == WANTED))


@lru_cache(maxsize=64)
def by_any_item(anybody: Anybody) -> Question:
    items = table_of(Item)
    statement = select_seen(anybody).join(items, items.c.board_id == BOARDS.c.id)
    return Question(statement.where(items.c.id == WANTED))


@lru_cache(maxsize=64)
def by_held(kind: type[Item | Automation | Update], anybody: Anybody) -> Question:
    held = table_of(kind)
    statement = select_seen(anybody).join(held, held.c.board_id == BOARDS.c.id)
    return Question(statement.where(held.c.id == WANTED, held.c.deleted_at.is_(None)))


def select_seen(actor: Actor | Anybody) -> sa.Select[Any]:
    return sa.select(*STORED, role_listed(actor)).where(seen_by(actor))


def one_seen(session: Session, actor: Actor, question: Question, wanted: int) -> Line:
    found = question.first(session, {**named(actor), WANTED.key: wanted})
    if found is None:
        raise NotFound
    return Line._make(found)


def compiled_for(actor: Actor, line: Line) -> CompiledBoard:
    """A stored board as this actor sees it."""
    role = role_on(actor, line.access, line.default_role, line.listed)
    if role is None:
        raise NotFound
    granted = GRANTED[actor.role] & GRANTED_ON_BOARD[role]
    beholder = Beholder(0 if actor.seat else actor.user_id, name_of(actor.role, role))
    hidden, locked = shut(line.document, beholder)
    return compiled(line.id, line.workspace_id, line.version, hidden, locked, granted, line.document)


@lru_cache(maxsize=500)
def shut(document: str, beholder: Beholder) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of the columns that they may not see, and of those that they may not change."""
    read = msgspec.json.decode(document)
    return hidden_columns(read, beholder), locked_columns(read, beholder)


def role_of(session: Session, actor: Actor, board_id: int) -> BoardRole:
    """The actor's role on a board. Raises NotFound when they may not see it."""
    line = one_seen(session, actor, by_id(anybody_like(actor)), board_id)
    role = role_on(actor, line.access, line.default_role, line.listed)
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
