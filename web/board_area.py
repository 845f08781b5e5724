"""What the board page draws: sections with their rows and totals, for one way to look at the board."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from engine.column import AVERAGE, BY_VALUE, SUM
from engine.context import Context
from engine.errors import Invalid
from engine.filters import MALFORMED
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.levels import checked_levels, level_value
from engine.queries.sections import inside
from engine.schema.document import Column
from engine.view import EMPTY_VALUE, Heading, Section, TableContent
from engine.views import view_types
from web.opening import Opened
from web.render import rows
from web.view_state import ViewState

MAX_SECTIONS = 200
SIGNS = {SUM.name: "Σ", AVERAGE.name: "⌀"}


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
class Head:
    """The heading of an outer level, over the sections that follow until it closes."""

    key: str
    title: str
    color: str
    count: int
    footers: Sequence[Footer]


@dataclass(frozen=True, slots=True)
class Block:
    """One section of the page: `shown` of its `count` items are drawn, the next ones are behind `cursor`.

    `opens` are the headings that begin above it; `closes` counts those that end below it.
    """

    key: str
    title: str
    color: str
    count: int
    group_id: int | None
    rows: Markup
    shown: int
    cursor: str
    footers: Sequence[Footer]
    opens: Sequence[Head] = ()
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """Everything that `boards/_area.html` draws; `problem` is the sentence shown instead when the address asks for what cannot be."""

    state: ViewState
    seq: int
    columns: Sequence[Column]
    blocks: Sequence[Block] = ()
    count: int = 0
    left_out: int = 0
    problem: str = ""


def area(at: Opened, state: ViewState, *, with_rows: bool = True) -> Area:
    """Never raises for a filter, sort or group that the board does not have (any more): an old link shows why."""
    try:
        content = view_types["table"].load(at.session, at.board, state.settings, at.context)
    except Invalid as error:
        return Area(state, at.seq, state.columns(at.board), problem=error.say(at.context.language))
    shown = content.sections[:MAX_SECTIONS]
    blocks = nested(at, content, shown, [block(at, content, section, with_rows=with_rows) for section in shown])
    return Area(state, at.seq, content.columns, blocks, content.count, len(content.sections) - len(shown))


def block(at: Opened, content: TableContent, section: Section, *, with_rows: bool) -> Block:
    items = section.page.items if section.page and with_rows else []
    return Block(
        key=section_key(section.query),
        title=section.title,
        color=section.color or "slate",
        count=section.count,
        group_id=section.group_id,
        rows=rows(at.board, content.columns, items, at.context),
        shown=len(items),
        cursor=(section.page.cursor or "") if section.page else "",
        footers=footers(content, section.totals, at.context),
    )


def nested(at: Opened, content: TableContent, sections: Sequence[Section], blocks: Sequence[Block]) -> Sequence[Block]:
    """Each block with the headings that begin above it and end below it."""
    paths = [(), *(section.above for section in sections), ()]
    found = []
    for before, section, behind, one in zip(paths, sections, paths[2:], blocks, strict=False):
        fresh = section.above[common(before, section.above) :]
        heads = [head(at, content, heading) for heading in fresh]
        found.append(replace(one, opens=heads, closes=len(section.above) - common(section.above, behind)))
    return found


def common(one: Sequence[Heading], other: Sequence[Heading]) -> int:
    """How many headings two paths share."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))


def head(at: Opened, content: TableContent, heading: Heading) -> Head:
    drawn = [one for one in footers(content, heading.totals, at.context) if one.text]
    key = values_key([value for _, value in heading.holds])
    return Head(key, heading.title, heading.color or "slate", heading.count, drawn)


def section_key(query: ItemQuery) -> str:
    """`g12` for a manual group, `v["low","2026-11-01"]` for the values of the levels: the section's name in addresses and in the page."""
    return values_key([value for _, value in query.holds]) if query.holds else f"g{query.group_id}"


def values_key(values: Sequence[Any]) -> str:
    return "v" + json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def section_query(at: Opened, state: ViewState, key: str, *, cursor: str | None = None) -> ItemQuery:
    """The items of the section with this name. Raises Invalid for a name that the state cannot have."""
    query, levels = state.items(cursor=cursor), checked_levels(at.board, state.group)
    try:
        kind, name = key[:1], json.loads(key[1:])
    except ValueError:
        kind, name = "", None
    if kind == "g" and isinstance(name, int) and not levels:
        return replace(query, group_id=name)
    if kind == "v" and isinstance(name, list) and len(name) == len(levels) > 0:
        return inside(query, levels, name)
    raise Invalid(MALFORMED, field="section")


def key_of(at: Opened, state: ViewState, item: BoardItem) -> str:
    """The section in which an item stands."""
    if not state.group:
        return section_key(ItemQuery(group_id=item.group_id))
    levels = checked_levels(at.board, state.group)
    return values_key([level_value(level, item.group_id, item.values) for level in levels])


def footers(content: TableContent, totals: Mapping[str, Any], context: Context) -> list[Footer]:
    """One per shown column, in their order."""
    measures = dict(content.measures)
    return [footer(column, measures.get(column.key), totals, context) for column in content.columns]


def footer(column: Column, measure: str | None, totals: Mapping[str, Any], context: Context) -> Footer:
    value = totals.get(f"{column.key}.{measure}")
    if measure is None or value in (None, {}):
        return Footer(column)
    label = column.type.aggregates[0].label.say(context.language)
    if measure == BY_VALUE.name:
        return Footer(column, label, segments=segments(column, value, context))
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
