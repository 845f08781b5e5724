"""Which parts of a view the board cannot follow (any more), and the view without each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.errors import Invalid
from engine.filters import check_filter
from engine.queries.levels import checked_levels
from engine.text import Text
from web.opening import Opened
from web.view_state import ViewState

FILTER = Text("Filter", "Filtre")
SORT = Text("Sort", "Tri")
LEVELS = Text("Group by", "Regroupement")
Part = tuple[Text, Callable[[], Any], str]
"""What it is called, what raises Invalid when it is broken, and the query string of the view without it."""


@dataclass(frozen=True, slots=True)
class Broken:
    part: Text
    reason: str
    without: str


def broken_parts(at: Opened, state: ViewState) -> Sequence[Broken]:
    found = []
    for part, check, without in parts(at, state):
        try:
            check()
        except Invalid as error:
            found.append(Broken(part, error.say(at.context.language), without))
    return found


def parts(at: Opened, state: ViewState) -> Iterator[Part]:
    for place, tree in enumerate(state.conditions):
        yield FILTER, partial(check_filter, at.board, tree, at.context), state.without(place)
    for key, descending in state.sort:
        rest = tuple(pair for pair in state.sort if pair != (key, descending))
        yield SORT, partial(at.board.column, key), state.query(sort=rest)
    for level in state.group:
        rest_levels = tuple(one for one in state.group if one != level)
        yield LEVELS, partial(checked_levels, at.board, [level]), state.query(group=rest_levels)
