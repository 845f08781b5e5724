"""What would become of a block of cells, as its dialog shows it before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.commands.blocks import Draft, Line, Refused
from engine.queries.items import BoardItem, items_by_id
from engine.schema.document import Column
from web.opening import Opened

SHOWN = 50
EXCERPT = 80


class Change(NamedTuple):
    """A cell that would change, as people read it. `after` of a clash is what they want, `before` what others wrote."""

    item: str
    column: str
    before: str
    after: str


class Refusal(NamedTuple):
    """A cell, or several alike, that would keep its value: `item` is the first one's."""

    item: str
    column: str
    typed: str
    reason: str
    alike: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts of everything, and the first of each kind."""

    changes: Sequence[Change]
    changed: int
    refusals: Sequence[Refusal]
    refused: int
    clashes: Sequence[Change]
    clashing: int
    created: int
    gone: int
    dropped: int

    @property
    def writes(self) -> bool:
        return bool(self.changed or self.created or self.clashing)


def preview(at: Opened, draft: Draft, lines: Sequence[Line], dropped: int = 0) -> Preview:
    clashing = {(clash.item.id, clash.key) for clash in draft.clashes}
    cells = [
        (one, key, before, after)
        for one, changes in draft.changes
        for key, (before, after) in changes.items()
        if (one.id, key) not in clashing
    ]
    alike = Counter((one.key, shortened(one.raw)) for one in draft.refused)
    first = {(one.key, shortened(one.raw)): one for one in reversed(draft.refused)}
    named = names(at, lines, [first[name] for name in list(alike)[:SHOWN]])
    return Preview(
        changes=[change(at, *cell) for cell in cells[:SHOWN]],
        changed=len(cells),
        refusals=[refusal(at, first[name], named, alike[name]) for name in list(alike)[:SHOWN]],
        refused=len(draft.refused),
        clashes=[change(at, one.item, one.key, one.theirs, one.yours) for one in draft.clashes[:SHOWN]],
        clashing=len(draft.clashes),
        created=len(draft.created),
        gone=len(draft.gone),
        dropped=dropped,
    )


def change(at: Opened, item: BoardItem, key: str, before: Any, after: Any) -> Change:
    column = at.board.columns[key]
    shown = (column.exact(value, at.context) for value in (before, after))
    return Change(item.name, column.label(at.context.language), *shown)


def names(at: Opened, lines: Sequence[Line], refused: Sequence[Refused]) -> dict[int, str]:
    """The names of the items in which something is refused, by their line; a new item has none yet."""
    ids = {one.line: item_id for one in refused if (item_id := lines[one.line].item_id) is not None}
    found = {one.id: one.name for one in items_by_id(at.session, at.board, list(ids.values()))}
    return {line: found.get(item_id, "") for line, item_id in ids.items()}


def refusal(at: Opened, one: Refused, named: dict[int, str], count: int) -> Refusal:
    column: Column | None = at.board.columns.get(one.key)
    label = column.label(at.context.language) if column else one.key
    return Refusal(named.get(one.line, ""), label, shortened(one.raw), one.error.say(at.context.language), count)


def shortened(raw: Any) -> str:
    text = "" if raw is None else str(raw)
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"
