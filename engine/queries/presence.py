"""Who has a board open right now, and where on it they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Person
from engine.models import Presence, User
from engine.moment import now

GONE_AFTER = timedelta(seconds=50)
"""A page says every 20 seconds that it is still there."""


@dataclass(frozen=True, slots=True)
class Here:
    """One open page: whose it is, and the item and column where they are, if they are on one."""

    page: str
    person: Person
    item_id: int | None
    column_key: str | None


def presences(session: Session, board_ids: Collection[int]) -> dict[int, tuple[Here, ...]]:
    """By board, its open pages in the order of their people's names."""
    found: dict[int, tuple[Here, ...]] = dict.fromkeys(board_ids, ())
    statement = (
        sa.select(
            Presence.board_id, Presence.page, Presence.item_id, Presence.column_key, User.id, User.name, User.email
        )
        .join(User, User.id == Presence.user_id)
        .where(Presence.board_id.in_(board_ids), Presence.seen_at > now() - GONE_AFTER)
        .order_by(User.name, Presence.page)
    )
    for board_id, page, item_id, key, user_id, name, email in session.execute(statement):
        found[board_id] += (Here(page, Person(user_id, name, email), item_id, key),)
    return found
