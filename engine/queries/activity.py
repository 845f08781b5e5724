"""What happened on a board, newest first: who did what, narrowed to a person, a column, a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.events import EventKind
from engine.models import Event
from engine.permissions import Actor
from engine.queries.history import visible_part
from engine.schema.compiled import CompiledBoard

NOT_TOLD = (EventKind.RANKS_RENEWED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`before` is the `seq` behind which older events come; `since` and `until` are moments, the second one left out."""

    user_id: int | None = None
    column: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def activity(session: Session, actor: Actor, board: CompiledBoard, asked: Asked, limit: int = 50) -> Sequence[Event]:
    """Cut down to what the actor may see; other people's personal views are theirs alone."""
    statement = sa.select(Event).where(Event.board_id == board.id, Event.kind.not_in(NOT_TOLD), *conditions(asked))
    found: list[Event] = []
    for event in session.scalars(statement.order_by(Event.seq.desc()).limit(4 * limit)):
        if len(found) < limit and is_shown(actor, board, event, asked):
            found.append(event)
    session.expunge_all()
    return found


def conditions(asked: Asked) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if asked.user_id is not None:
        found.append(Event.user_id == asked.user_id)
    if asked.column is not None:
        found.append(sa.cast(Event.payload, sa.Text).contains(f'"{asked.column}":', autoescape=True))
    if asked.since is not None:
        found.append(Event.created_at >= asked.since)
    if asked.until is not None:
        found.append(Event.created_at < asked.until)
    if asked.before is not None:
        found.append(Event.seq < asked.before)
    return found


def is_shown(actor: Actor, board: CompiledBoard, event: Event, asked: Asked) -> bool:
    views = [view for view in (event.payload.get("before"), event.payload.get("after")) if isinstance(view, dict)]
    if any(view.get("owner_id") not in (None, actor.user_id) for view in views) or not visible_part(board, event):
        return False
    parts = [event.payload.get(part, {}) for part in ("changes", "values", "columns")]
    return asked.column is None or any(asked.column in part for part in parts)
