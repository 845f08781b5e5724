"""Sum and average of some cells, as their column writes them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from engine.column import AVERAGE, SUM
from engine.queries.aggregate import aggregate
from engine.queries.items import ItemQuery
from web.opening import Opened

MAX_SUMS = 3


class Sum(NamedTuple):
    """A column's label and its measures, each a name and a text."""

    label: str
    measures: list[tuple[str, str]]


def readable(value: Any) -> Any:
    """An average need not show all its digits."""
    return round(value, 2) if isinstance(value, float | Decimal) else value


def sums(at: Opened, keys: Sequence[str], query: ItemQuery) -> list[Sum]:
    """Of the first columns that can be summed up or averaged."""
    columns = {key: at.board.column(key) for key in keys}
    measured = {
        key: [measure for measure in (SUM, AVERAGE) if measure in column.type.aggregates]
        for key, column in columns.items()
    }
    shown = {key: measures for key, measures in measured.items() if measures}
    wanted = [(key, measure.name) for key, measures in list(shown.items())[:MAX_SUMS] for measure in measures]
    if not wanted:
        return []
    (totals,) = aggregate(at.session, at.board, at.context, wanted, query=query)
    by_key: dict[str, list[tuple[str, str]]] = {}
    for key, name in wanted:
        if (value := readable(totals[f"{key}.{name}"])) is not None:
            label = next(measure.label for measure in shown[key] if measure.name == name).say(at.context.language)
            by_key.setdefault(key, []).append((label, at.board.columns[key].format(value, at.context)))
    return [Sum(at.board.columns[key].label(at.context.language), measures) for key, measures in by_key.items()]
