"""What the panels of a view offer: the levels to group by, the orders to sort by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.choices import COLORS
from engine.context import Context
from engine.errors import Invalid
from engine.filters import Tree, check_filter
from engine.periods import PERIODS
from engine.queries.levels import GROUP, Level, periodic
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Language, Text
from engine.view import NO_SUM, usual_sum
from web.choices import GONE
from web.view_state import ViewState, as_json
from web.wording import in_words

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


@dataclass(frozen=True, slots=True)
class Rule:
    """A colour rule as a sentence: `sentence` is empty until it has a condition, `broken` says why it paints nothing."""

    color: str
    place: str
    when: str
    sentence: str
    broken: str = ""


def color_rules(board: CompiledBoard, state: ViewState, context: Context) -> Sequence[Rule]:
    return [color_rule(board, rule, context) for rule in state.colors]


def color_rule(board: CompiledBoard, rule: Mapping[str, Any], context: Context) -> Rule:
    tree, broken = rule.get("when"), ""
    place = f"cell:{rule.get('column')}" if rule.get("on") == "cell" else str(rule.get("on", "item"))
    try:
        check_filter(board, tree, context)
        sentence = in_words(tree, board, context) if tree else ""
    except Invalid as error:
        sentence, broken = "", error.say(context.language)
    color = str(rule.get("color", ""))
    return Rule(color if color in COLORS else "slate", place, as_json(tree), sentence, broken)


def overdue(board: CompiledBoard) -> Mapping[str, Any] | None:
    """The rule for a day that is past while the item is not done; None for a board without days."""
    days = [
        one for one in board.columns.values() if periodic(one) and not one.type.stamps and "today" in one.type.tokens
    ]
    if not days:
        return None
    late: Tree = {"column": days[0].key, "op": "lt", "value": {"token": "today"}}
    done = [
        {"column": one.key, "op": "none_of", "value": keys}
        for one in board.columns.values()
        if (keys := [option["key"] for option in one.settings.get("options", ()) if option.get("done")])
        and "none_of" in one.type.operators
    ]
    when = {"and": [late, *done]} if done else late
    return {"color": "red", "on": "cell", "column": days[0].key, "when": when}
