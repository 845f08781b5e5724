"""The footers under a board's sections: what each column sums up to. Asked for when a footer comes into sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.column import AVERAGE, BY_VALUE, FILLED, MAXIMUM, MINIMUM, SUM
from engine.context import Context
from engine.queries.aggregate import aggregate
from engine.queries.items import ItemQuery
from engine.schema.document import Column
from engine.view import EMPTY_VALUE, TableContent
from web.board_area import heading_key, outline, section_key, section_query
from web.opening import Opened
from web.view_state import ViewState

SIGNS = {SUM.name: "Σ", AVERAGE.name: "⌀", MINIMUM.name: "↓", MAXIMUM.name: "↑"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A value's share in a battery: where its bar begins and how long it is, in percent."""

    label: str
    color: str
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Footer:
    """The sum-up of a column in one section: a text, or the segments of a battery; neither where there is nothing."""

    column: Column
    label: str = ""
    text: str = ""
    segments: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many items each section and heading holds, and the footers of those that were asked for, by their names."""

    counts: Mapping[str, int]
    sections: Mapping[str, Sequence[Footer]]
    headings: Mapping[str, Sequence[Footer]]


def totals(at: Opened, state: ViewState, wanted: Sequence[str]) -> Totals:
    """Of sections and headings that the view does not have, nothing is told. A heading has no batteries."""
    content = outline(at, state)
    headings = {heading_key(one): one.count for section in content.sections for one in section.above}
    sections = {section_key(section.query): section.count for section in content.sections}
    return Totals(
        {**headings, **sections},
        {key: summed_up(at, content, section_query(at, state, key)) for key in wanted if key in sections},
        {
            key: [one for one in summed_up(at, content, section_query(at, state, key, heading=True)) if one.text]
            for key in wanted
            if key in headings
        },
    )


def summed_up(at: Opened, content: TableContent, query: ItemQuery) -> list[Footer]:
    """One footer per shown column, in their order."""
    (found,) = aggregate(at.session, at.board, at.context, content.measures, query=query)
    return footers(content, found, at.context)


def footers(content: TableContent, totals: Mapping[str, Any], context: Context) -> list[Footer]:
    measures = dict(content.measures)
    return [footer(column, measures.get(column.key), totals, context) for column in content.columns]


def footer(column: Column, measure: str | None, totals: Mapping[str, Any], context: Context) -> Footer:
    value = totals.get(f"{column.key}.{measure}")
    if measure is None or value in (None, {}):
        return Footer(column)
    label = next(one.label.say(context.language) for one in column.type.aggregates if one.name == measure)
    if measure == BY_VALUE.name:
        return Footer(column, label, segments=segments(column, value, context))
    if measure == FILLED.name:
        return Footer(column, label, f"{value} / {totals['count']}")
    text = column.format(value, context)
    return Footer(column, label, f"{SIGNS[measure]} {text}" if measure in SIGNS else text)


def segments(column: Column, counts: Mapping[Any, int], context: Context) -> list[Segment]:
    """In the order of the options; empty cells last."""
    options = {option["key"]: option for option in column.settings.get("options", ())}
    places = {value: place for place, value in enumerate([*options, None])}
    total, start, found = sum(counts.values()), 0.0, []
    for value, count in sorted(counts.items(), key=lambda pair: places.get(pair[0], len(places))):
        length = 100 * count / total
        label = column.format(value, context) or EMPTY_VALUE.say(context.language)
        color = options.get(value, {}).get("color") or ("green" if value else "none")
        found.append(Segment(label, color, count, start, length))
        start += length
    return found
