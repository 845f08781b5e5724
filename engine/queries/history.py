"""What happened to an item, and what it held at any moment: both read from its events."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import SAID, EventKind
from engine.models import Event, table_of
from engine.schema.compiled import CompiledBoard

EVENTS = table_of(Event)
PAYLOADS_SINCE = (
    sa.select(EVENTS.c.payload)
    .where(
        EVENTS.c.item_id == sa.bindparam("of_item"),
        EVENTS.c.board_id == sa.bindparam("of_board"),
        EVENTS.c.seq > sa.bindparam("behind"),
        EVENTS.c.kind == EventKind.ITEM_CHANGED,
    )
    .order_by(EVENTS.c.seq)
)


def history(session: Session, board: CompiledBoard, item_id: int, limit: int = 50) -> list[Event]:
    """What became of the item, newest first; cells of columns that the actor may not see are left out of their payload."""
    statement = (
        sa.select(Event)
        .where(Event.board_id == board.id, Event.item_id == item_id, Event.kind.not_in(SAID))
        .order_by(Event.seq.desc())
        .limit(limit)
    )
    shown = [event for event in session.scalars(statement) if visible_part(board, event)]
    session.expunge_all()
    return shown


def causes(session: Session, board: CompiledBoard, found: Sequence[Event]) -> dict[int, Event]:
    """By id, the events of this board that made automations write the ones given."""
    ids = {event.cause_id for event in found if event.cause_id is not None}
    statement = sa.select(Event).where(Event.id.in_(ids), Event.board_id == board.id)
    known = {event.id: event for event in session.scalars(statement) if visible_part(board, event)} if ids else {}
    session.expunge_all()
    return known


def visible_part(board: CompiledBoard, event: Event) -> bool:
    """Cut the event down to visible columns; False when nothing is left to show."""
    if event.kind == EventKind.ITEM_CHANGED:
        changes = {key: change for key, change in event.payload["changes"].items() if key in board.columns}
        event.payload = {**event.payload, "changes": changes}
        return bool(changes)
    for part in ("values", "columns"):
        if part in event.payload:
            told = {key: value for key, value in event.payload[part].items() if key in board.columns}
            event.payload = {**event.payload, part: told}
    if "view" in event.payload:
        event.payload = {"view": event.payload["view"]}
    return True


def values_at(session: Session, board: CompiledBoard, item_id: int, seq: int) -> dict[str, Any]:
    """Cells that have changed since, as they were just after event `seq`: laid over the stored item they make it what it was then."""
    values: dict[str, Any] = {}
    for payload in session.scalars(PAYLOADS_SINCE, {"of_item": item_id, "of_board": board.id, "behind": seq}):
        for key, (before, _) in payload["changes"].items():
            values.setdefault(key, before)
    return values


def changed_since(session: Session, board: CompiledBoard, versions: Mapping[int, int]) -> dict[int, set[str]]:
    """By item, the keys of its cells that changed after it had the version given."""
    found: dict[int, set[str]] = {}
    statement = sa.select(Event.item_id, Event.item_version, Event.payload).where(
        Event.item_id.in_(versions),
        Event.board_id == board.id,
        Event.item_version > min(versions.values()),
        Event.kind == EventKind.ITEM_CHANGED,
    )
    for item_id, version, payload in session.execute(statement):
        if item_id is not None and version > versions[item_id]:
            found.setdefault(item_id, set()).update(payload["changes"])
    return found


def events(session: Session, board: CompiledBoard, after: int, limit: int = 100) -> Sequence[Event]:
    """The board's events behind `after`, oldest first."""
    found = session.scalars(
        sa.select(Event).where(Event.board_id == board.id, Event.seq > after).order_by(Event.seq).limit(limit)
    ).all()
    session.expunge_all()
    for event in found:
        visible_part(board, event)
    return found
