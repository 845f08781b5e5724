"""The people of a workspace, as far as an actor knows them."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Person
from engine.fold import fold
from engine.models import Assignment, Board, BoardMember, Member, User, table_of
from engine.permissions import RULING, Actor, Permission
from engine.queries.access import seen_by, sees

USERS, MEMBERS = table_of(User), table_of(Member)
WORKSPACE = sa.bindparam("workspace", type_=MEMBERS.c.workspace_id.type)
EVERYBODY = (
    sa.select(USERS.c.id, USERS.c.name, USERS.c.email)
    .join(MEMBERS, MEMBERS.c.user_id == USERS.c.id)
    .where(MEMBERS.c.workspace_id == WORKSPACE)
    .order_by(USERS.c.name)
)
"""Asked for nearly every page of items, so it is put together once."""


def people(session: Session, actor: Actor) -> dict[int, Person]:
    """Members by user id, those who left included: their names stay in cells and history. A guest knows those on their boards."""
    known = EVERYBODY if actor.may(Permission.WORKSPACE_VIEW) else EVERYBODY.where(met_by(actor))
    found = session.execute(known, {WORKSPACE.key: actor.workspace_id})
    return {user_id: Person(user_id, name, email) for user_id, name, email in found}


def met_by(guest: Actor) -> sa.ColumnElement[bool]:
    """Members who rule the workspace, or are on the list or in a cell of a board that the guest sees."""
    boards = sa.select(Board.id).where(seen_by(guest))
    listed = sa.exists().where(BoardMember.user_id == Member.user_id, BoardMember.board_id.in_(boards))
    in_charge = sa.exists().where(Assignment.user_id == Member.user_id, Assignment.board_id.in_(boards))
    return sa.or_(Member.role.in_(RULING), Member.user_id == guest.user_id, listed, in_charge)


def viewers(session: Session, actor: Actor, board_id: int) -> list[Person]:
    """Who may see the board and can still log in, by name: whom an update can mention."""
    statement = (
        sa.select(User.id, User.name, User.email)
        .join(Member, Member.user_id == User.id)
        .join(Board, sa.and_(Board.id == board_id, sees()))
        .where(Member.workspace_id == actor.workspace_id, User.disabled_at.is_(None))
    )
    there = (Person(user_id, name, email) for user_id, name, email in session.execute(statement))
    return sorted(there, key=lambda person: fold(person.name))


class LazyPeople(Mapping[int, Person]):
    """Asks the database only when a value needs a person."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.loaded: dict[int, Person] | None = None

    @property
    def all(self) -> dict[int, Person]:
        if self.loaded is None:
            self.loaded = people(self.session, self.actor)
        return self.loaded

    def __getitem__(self, user_id: int) -> Person:
        return self.all[user_id]

    def get(self, user_id: int, default: Any = None) -> Any:
        """As a mapping's own, which finds its way by an exception."""
        return self.all.get(user_id, default)

    def __iter__(self) -> Iterator[int]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)
