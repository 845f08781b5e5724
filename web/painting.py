"""The colours that a view's rules give to the items on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.queries.colors import meeting
from engine.queries.items import BoardItem
from web.opening import Opened
from web.view_state import ViewState


@dataclass(frozen=True, slots=True)
class Paint:
    """Names of colours: of the whole item, of its left edge, of its cells by column."""

    item: str = ""
    edge: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


def paints(at: Opened, state: ViewState, items: Iterable[BoardItem]) -> Mapping[int, Paint]:
    """By item; of several rules about the same place the first one counts."""
    if not state.colors:
        return {}
    trees = [rule.get("when") for rule in state.colors]
    met = meeting(at.session, at.board, trees, at.context, [item.id for item in items])
    return {item_id: mixed([state.colors[place] for place in places]) for item_id, places in met.items() if places}


def mixed(rules: Sequence[Mapping[str, Any]]) -> Paint:
    whole, edge, cells = "", "", {}
    for rule in reversed(rules):
        if rule.get("on") == "cell":
            cells[str(rule.get("column"))] = rule["color"]
        elif rule.get("on") == "edge":
            edge = rule["color"]
        else:
            whole = rule["color"]
    return Paint(whole, edge, cells)
