"""What the panels of a view offer: the levels to group by, the orders to sort by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.periods import PERIODS
from engine.queries.levels import GROUP, Level, periodic
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Language, Text
from engine.view import NO_SUM, usual_sum
from web.choices import GONE
from web.view_state import ViewState

NOTHING = Text("Nothing", "Rien")
OWN_GROUPS = Text("The board’s own groups", "Les groupes du tableau")


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """A column to group by; `periods` are those that its values lie in, by name."""

    key: str
    label: str
    icon: str
    periods: dict[str, str] = field(default_factory=dict)


def level_choices(board: CompiledBoard, language: Language) -> Sequence[LevelChoice]:
    """The board's own groups first, then every column."""
    own = LevelChoice(GROUP, OWN_GROUPS.say(language), "group")
    periods = {name: text.say(language).lower() for name, text in PERIODS.items()}
    return [
        own,
        *(
            LevelChoice(key, column.label(language), column.type.icon, periods if periodic(column) else {})
            for key, column in board.columns.items()
        ),
    ]


def level_title(board: CompiledBoard, level: Level, language: Language) -> str:
    """`Status`, `Expected on (month)`; a column that is gone by its key."""
    if level.key == GROUP:
        return OWN_GROUPS.say(language)
    column = board.columns.get(level.key)
    title = column.label(language) if column else GONE.say(language, key=level.key)
    return f"{title} ({PERIODS[level.period].say(language).lower()})" if level.period in PERIODS else title


@dataclass(frozen=True, slots=True)
class Way:
    """A way to sum up a column, and the address of the view that shows it."""

    label: str
    query: str
    chosen: bool


def summary_choices(column: Column, state: ViewState, language: Language) -> Sequence[Way]:
    """Nothing first; the choice that stands there by itself is not written into the address."""
    usual, now = usual_sum(column), state.sums.get(column.key)
    chosen = usual if now is None else now
    names = [(NO_SUM, NOTHING), *((one.name, one.label) for one in column.type.aggregates)]
    return [Way(text.say(language), with_sum(state, column, name, usual), name == chosen) for name, text in names]


def with_sum(state: ViewState, column: Column, name: str, usual: str) -> str:
    sums = {key: kept for key, kept in state.sums.items() if key != column.key}
    return state.query(sums=sums if name == usual else sums | {column.key: name})
