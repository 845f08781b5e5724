"""Who sees which boards: `permissions.role_on` as conditions in SQL, the only ones."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from engine.models import Board, BoardMember, Member, table_of
from engine.permissions import RULING, Access, Actor, Role, Seat

BOARDS, LISTED = table_of(Board), table_of(BoardMember)
WORKSPACE: sa.BindParameter[Any] = sa.bindparam("actor_workspace")
USER: sa.BindParameter[Any] = sa.bindparam("actor_user")


@dataclass(frozen=True, slots=True)
class Anybody:
    """In an actor's place in a statement that is built once for all actors of a role, and run with `named` for each."""

    role: Role
    seat: Seat | None

    @property
    def workspace_id(self) -> sa.BindParameter[Any]:
        return WORKSPACE

    @property
    def user_id(self) -> sa.BindParameter[Any]:
        return USER


def anybody_like(actor: Actor) -> Anybody:
    return Anybody(actor.role, actor.seat)


def named(actor: Actor) -> dict[str, int]:
    """Who it is: the parameters of a statement that was built for anybody."""
    return {WORKSPACE.key: actor.workspace_id, USER.key: actor.user_id}


def seen_by(actor: Actor | Anybody) -> sa.ColumnElement[bool]:
    """For boards: that this actor may see them."""
    here = sa.and_(BOARDS.c.workspace_id == actor.workspace_id, BOARDS.c.deleted_at.is_(None))
    if actor.seat is not None:
        return sa.and_(here, BOARDS.c.id == actor.seat.board_id)
    if actor.role in RULING:
        return here
    listed = role_listed(actor).is_not(None)
    if actor.role is Role.GUEST:
        return sa.and_(here, BOARDS.c.access == Access.SHARED, listed)
    return sa.and_(here, sa.or_(BOARDS.c.access == Access.OPEN, listed))


def role_listed(actor: Actor | Anybody) -> sa.ScalarSelect[str]:
    """The actor's role on the board's own list."""
    mine = sa.and_(LISTED.c.board_id == BOARDS.c.id, LISTED.c.user_id == actor.user_id)
    return sa.select(LISTED.c.role).where(mine).correlate(BOARDS).scalar_subquery()


def about_seen(actor: Actor, board_id: InstrumentedAttribute[int | None]) -> sa.ColumnElement[bool]:
    """For lines that may be about a board: that they are about none, or about one that the actor may see."""
    return sa.or_(board_id.is_(None), sa.exists().where(Board.id == board_id, seen_by(actor)))


def sees() -> sa.ColumnElement[bool]:
    """For pairs of Member and Board: that the member may see the board."""
    place = aliased(BoardMember)
    listed = sa.exists().where(place.board_id == Board.id, place.user_id == Member.user_id)
    here = sa.and_(Board.workspace_id == Member.workspace_id, Board.deleted_at.is_(None))
    open_to_all = sa.and_(Board.access == Access.OPEN, Member.role != Role.GUEST)
    on_list = sa.and_(listed, sa.or_(Board.access == Access.SHARED, Member.role != Role.GUEST))
    return sa.and_(here, sa.or_(Member.role.in_(RULING), open_to_all, on_list))
