"""The list of a board: who is on it, and in which role they see it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Person
from engine.errors import NotFound
from engine.models import Board, BoardMember, Invitation, Member, User
from engine.moment import now
from engine.permissions import RULING, Access, Actor, BoardRole, Role
from engine.queries.access import sees
from engine.schema.compiled import CompiledBoard


@dataclass(frozen=True, slots=True)
class BoardMemberLine:
    """Somebody on the board's list. `sees`: they can open it now; a guest cannot while the board is not shared."""

    user_id: int
    name: str
    email: str
    role: Role
    board_role: BoardRole
    sees: bool

    @property
    def person(self) -> Person:
        return Person(self.user_id, self.name, self.email)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who a board is open to."""

    access: Access
    default_role: BoardRole


def sharing(session: Session, board: CompiledBoard) -> Sharing:
    access, default = session.execute(sa.select(Board.access, Board.default_role).where(Board.id == board.id)).one()
    return Sharing(Access(access), BoardRole(default))


def board_members(session: Session, board: CompiledBoard) -> list[BoardMemberLine]:
    """By name, without those who can no longer log in."""
    statement = (
        sa.select(User.id, User.name, User.email, Member.role, BoardMember.role, sees())
        .join(BoardMember, BoardMember.user_id == User.id)
        .join(Board, Board.id == BoardMember.board_id)
        .join(Member, sa.and_(Member.user_id == User.id, Member.workspace_id == Board.workspace_id))
        .where(Board.id == board.id, User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    return [
        BoardMemberLine(user_id, name, email, Role(role), BoardRole(board_role), bool(visible))
        for user_id, name, email, role, board_role, visible in session.execute(statement)
    ]


def board_invitations(session: Session, board: CompiledBoard) -> Sequence[Invitation]:
    """Links to this board that were handed out and not used yet."""
    waiting = sa.and_(Invitation.used_at.is_(None), Invitation.expires_at > now())
    statement = sa.select(Invitation).where(Invitation.board_id == board.id, waiting)
    return session.scalars(statement.order_by(Invitation.id)).all()


def editors(session: Session, board_id: int) -> list[int]:
    """Ids of the editors on the board's list who see it; where there are none, of those who rule the workspace."""
    able = (
        sa.select(Member.user_id, BoardMember.role)
        .select_from(Member)
        .join(Board, sa.and_(Board.id == board_id, sees()))
        .join(User, sa.and_(User.id == Member.user_id, User.disabled_at.is_(None)))
        .outerjoin(BoardMember, sa.and_(BoardMember.board_id == board_id, BoardMember.user_id == Member.user_id))
    )
    listed = able.where(BoardMember.role == BoardRole.EDITOR, Member.role.in_((Role.OWNER, Role.ADMIN, Role.MEMBER)))
    found = (
        session.execute(listed.order_by(Member.user_id)).all()
        or session.execute(able.where(Member.role.in_((Role.OWNER, Role.ADMIN))).order_by(Member.user_id)).all()
    )
    return [user_id for user_id, _ in found]


def addable(session: Session, actor: Actor, board: CompiledBoard) -> list[Person]:
    """People of the workspace who are not on the list yet, by name; guests only where the board is shared with guests."""
    listed = sa.exists().where(BoardMember.board_id == board.id, BoardMember.user_id == User.id)
    statement = (
        sa.select(User.id, User.name, User.email)
        .join(Member, Member.user_id == User.id)
        .join(Board, Board.id == board.id)
        .where(Member.workspace_id == actor.workspace_id, User.disabled_at.is_(None), ~listed)
        .where(sa.or_(Member.role != Role.GUEST, Board.access == Access.SHARED))
        .order_by(User.name, User.id)
    )
    return [Person(*line) for line in session.execute(statement)]


def board_invitation(session: Session, board: CompiledBoard, invitation_id: int) -> Invitation:
    """Raises NotFound unless it is one of the board's, and not used yet."""
    mine = sa.and_(Invitation.id == invitation_id, Invitation.board_id == board.id, Invitation.used_at.is_(None))
    found = session.scalar(sa.select(Invitation).where(mine))
    if found is None:
        raise NotFound
    return found


def onlookers(session: Session, board: CompiledBoard) -> list[Person]:
    """Everybody who sees the board and from whom something on it may be hidden."""
    statement = (
        sa.select(User.id, User.name, User.email)
        .join(Member, Member.user_id == User.id)
        .join(Board, sa.and_(Board.id == board.id, sees()))
        .where(User.disabled_at.is_(None), Member.role.not_in(RULING))
        .order_by(User.name, User.id)
    )
    return [Person(*line) for line in session.execute(statement)]
