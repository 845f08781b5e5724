"""The run log as people read it: how often each rule of a board acted, what it did last, and its runs with their items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Automation, Run
from engine.queries.items import items_by_id
from engine.queries.runs import RunState
from engine.schema.compiled import CompiledBoard


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run. `item_name` is None when the item is deleted; `reason` and each effect hold a sentence by language."""

    id: int
    state: RunState
    item_id: int
    item_name: str | None
    reason: Mapping[str, Any] | None
    effects: Sequence[Mapping[str, str]]
    attempts: int
    next_at: datetime | None
    milliseconds: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a rule's runs: how many ended in each state, and the last one's state and moment."""

    counts: Mapping[str, int] = field(default_factory=dict)
    last_state: str | None = None
    last_at: datetime | None = None


LINE = (
    Run.id,
    Run.state,
    Run.item_id,
    Run.reason,
    Run.effects,
    Run.attempts,
    Run.next_at,
    Run.milliseconds,
    Run.created_at,
)


def run_log(
    session: Session, board: CompiledBoard, automation_id: int, *, state: RunState | None = None, limit: int = 50
) -> list[RunLine]:
    """The last runs of one rule, newest first; of one state only where one is given."""
    statement = sa.select(*LINE).where(Run.automation_id == automation_id, Run.board_id == board.id)
    if state is not None:
        statement = statement.where(Run.state == state)
    found = session.execute(statement.order_by(Run.id.desc()).limit(limit)).all()
    names = {item.id: item.name for item in items_by_id(session, board, list({line[2] for line in found}))}
    return [RunLine(line[0], RunState(line[1]), line[2], names.get(line[2]), *line[3:]) for line in found]


def tallies(session: Session, board: CompiledBoard) -> dict[int, Tally]:
    """By automation id; a rule that never ran has none."""
    mine = sa.select(Automation.id).where(Automation.board_id == board.id, Automation.deleted_at.is_(None))
    counted = sa.select(Run.automation_id, Run.state, sa.func.count(), sa.func.max(Run.id)).where(
        Run.automation_id.in_(mine)
    )
    counts: dict[int, dict[str, int]] = {}
    last: dict[int, int] = {}
    for automation_id, state, count, run_id in session.execute(counted.group_by(Run.automation_id, Run.state)):
        counts.setdefault(automation_id, {})[state] = count
        last[automation_id] = max(run_id, last.get(automation_id, 0))
    ended = {
        line[0]: line[1:]
        for line in session.execute(sa.select(Run.id, Run.state, Run.created_at).where(Run.id.in_(last.values())))
    }
    return {automation_id: Tally(counts[automation_id], *ended[run_id]) for automation_id, run_id in last.items()}


def state_counts(session: Session, automation_id: int) -> dict[str, int]:
    """How many runs of one rule are in each state."""
    statement = sa.select(Run.state, sa.func.count()).where(Run.automation_id == automation_id).group_by(Run.state)
    return dict(session.execute(statement).all())
