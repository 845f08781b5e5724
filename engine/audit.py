"""What has become of a storm: the events, runs and totals that it left, for whoever counts them afterwards."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.models import Delivery, Event, Notification, Run
from engine.queries.items import item
from engine.schema.compiled import CompiledBoard


class Change(NamedTuple):
    """A stored change of an item's cells: `cells` has what was before and after by column."""

    id: int
    seq: int
    item_id: int
    item_version: int
    cause_id: int | None
    cells: dict[str, tuple[Any, Any]]


def changes(session: Session, board_id: int, actor_kind: str) -> list[Change]:
    """In their order, those that people (`user`), programs (`token`) or rules (`rule`) have made."""
    wanted = sa.select(
        Event.id, Event.seq, Event.item_id, Event.item_version, Event.cause_id, Event.payload["changes"]
    ).where(Event.board_id == board_id, Event.kind == EventKind.ITEM_CHANGED, Event.actor_kind == actor_kind)
    return [Change(*line) for line in session.execute(wanted.order_by(Event.seq))]


def sequence(session: Session, board_id: int) -> Sequence[int]:
    """The numbers of the board's events, as they were given out."""
    return session.scalars(sa.select(Event.seq).where(Event.board_id == board_id).order_by(Event.id)).all()


def run_states(session: Session) -> Counter[str]:
    """How many runs of rules are in which state."""
    counted = sa.select(Run.state, sa.func.count()).group_by(Run.state)
    return Counter({state: count for state, count in session.execute(counted)})  # noqa: C416 - rows are no pairs to mypy


def delivery_states(session: Session) -> Counter[str]:
    counted = sa.select(Delivery.state, sa.func.count()).group_by(Delivery.state)
    return Counter({state: count for state, count in session.execute(counted)})  # noqa: C416 - rows are no pairs to mypy


def notified(session: Session) -> int:
    """How many notifications people have got."""
    return session.scalar(sa.select(sa.func.count()).select_from(Notification)) or 0


def cells(session: Session, board: CompiledBoard, item_ids: Sequence[int], key: str) -> list[Any]:
    """What stands in a column of these items."""
    return [item(session, board, item_id).values[key] for item_id in item_ids]
