"""The people of a workspace."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Person
from engine.models import Member, User


def people(session: Session, workspace_id: int) -> dict[int, Person]:
    """Members by user id, those who left included: their names stay in cells and history."""
    statement = (
        sa.select(User.id, User.name, User.email)
        .join(Member, Member.user_id == User.id)
        .where(Member.workspace_id == workspace_id)
        .order_by(User.name)
    )
    return {user_id: Person(user_id, name, email) for user_id, name, email in session.execute(statement)}


class LazyPeople(Mapping[int, Person]):
    """Asks the database only when a value needs a person."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self.session, self.workspace_id = session, workspace_id
        self.loaded: dict[int, Person] | None = None

    @property
    def all(self) -> dict[int, Person]:
        if self.loaded is None:
            self.loaded = people(self.session, self.workspace_id)
        return self.loaded

    def __getitem__(self, user_id: int) -> Person:
        return self.all[user_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)
