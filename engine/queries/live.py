"""What open pages are told: that something on a board changed, never what it holds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.models import Board, Event, Member, Notification, User
from engine.permissions import JobActor
from engine.queries.access import sees

MANY = 200
"""Items; when more have changed, a page had better be drawn anew."""

NOTHING_SHOWN = frozenset(
    {
        EventKind.AUTOMATION_CHANGED,
        EventKind.AUTOMATION_CREATED,
        EventKind.AUTOMATION_DELETED,
        EventKind.RANKS_RENEWED,
    }
)
STRUCTURE = frozenset(
    {
        EventKind.BOARD_CHANGED,
        EventKind.BOARD_CREATED,
        EventKind.BOARD_DELETED,
        EventKind.BOARD_SHARED,
        EventKind.COLUMNS_CHANGED,
        EventKind.GROUP_CHANGED,
        EventKind.GROUP_CREATED,
        EventKind.GROUP_DELETED,
        EventKind.VIEW_CHANGED,
    }
)


@dataclass(frozen=True, slots=True)
class Signal:
    """Which items changed up to event `seq`; with `structure` columns or groups too, with `bulk` too many to name."""

    seq: int
    items: tuple[int, ...] = ()
    structure: bool = False
    bulk: bool = False


def last_seqs(session: Session, board_ids: Collection[int]) -> dict[int, int]:
    """The number of each board's last event."""
    statement = sa.select(Board.id, Board.seq).where(Board.id.in_(board_ids))
    return {board_id: seq for board_id, seq in session.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def signal_after(session: Session, board_id: int, seq: int) -> Signal:
    """Everything behind event `seq` as one signal. Work that goes on in parts names no items, however small a part is."""
    statement = sa.select(Event.seq, Event.kind, Event.item_id, Event.payload, Event.actor_kind)
    found = session.execute(
        statement.where(Event.board_id == board_id, Event.seq > seq).order_by(Event.seq).limit(MANY + 1)
    ).all()
    kinds = {EventKind(line.kind) for line in found} - NOTHING_SHOWN
    items = {item for line in found for item in touched(line.item_id, line.payload)}
    bulk = len(found) > MANY or len(items) > MANY or any(is_bulk(line.actor_kind, line.payload) for line in found)
    last = last_seqs(session, [board_id]).get(board_id, seq) if bulk else max((line.seq for line in found), default=seq)
    return Signal(last, () if bulk else tuple(sorted(items)), bool(kinds & STRUCTURE), bulk)


def is_bulk(actor_kind: str, payload: dict[str, object]) -> bool:
    return actor_kind == JobActor.kind or "first" in payload


def touched(item_id: int | None, payload: dict[str, object]) -> Iterable[int]:
    """The items that an event is about; those of a range are not listed."""
    if item_id is not None:
        return [item_id]
    items = payload.get("items", ())
    return items if isinstance(items, list) else ()


def newest_notifications(session: Session, user_ids: Collection[int]) -> dict[int, int]:
    """The id of each user's last notification."""
    statement = sa.select(Notification.user_id, sa.func.max(Notification.id)).where(Notification.user_id.in_(user_ids))
    return {user_id: newest for user_id, newest in session.execute(statement.group_by(Notification.user_id))}  # noqa: C416


def onlookers(session: Session, user_ids: Collection[int], board_ids: Collection[int]) -> set[tuple[int, int]]:
    """(user id, board id) for each of the users and boards that they may see now."""
    statement = (
        sa.select(Member.user_id, Board.id)
        .join(User, sa.and_(User.id == Member.user_id, User.disabled_at.is_(None)))
        .join(Board, sees())
        .where(Member.user_id.in_(user_ids), Board.id.in_(board_ids))
    )
    return {(user_id, board_id) for user_id, board_id in session.execute(statement)}
