"""What the board page draws: sections with their first rows, for one way to look at the board."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from engine.errors import Invalid
from engine.filters import MALFORMED
from engine.models import Group
from engine.queries.groups import groups
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.levels import checked_levels, is_id, level_value, names_section
from engine.queries.sections import inside
from engine.queries.windows import window
from engine.schema.document import Column
from engine.view import Heading, Section, TableContent
from engine.views import view_types
from web.broken import Broken, broken_parts
from web.opening import Opened
from web.painting import Paint, paints
from web.render import rows
from web.view_state import ViewState

MAX_SECTIONS = 200
LEAD = 50
"""Items drawn before the place that the reader looks at."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of an outer level, over the sections that follow until it closes."""

    key: str
    title: str
    color: str
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """One section of the page: of its `count` items `shown` are drawn, from the place `start` on.

    `opens` are the headings that begin above it; `closes` counts those that end below it.
    """

    key: str
    title: str
    color: str
    count: int
    group_id: int | None
    rows: Markup
    start: int
    shown: int
    opens: Sequence[Head] = ()
    closes: int = 0

    @property
    def left(self) -> int:
        """Items behind those that are drawn."""
        return max(0, self.count - self.start - self.shown)


@dataclass(frozen=True, slots=True)
class Area:
    """Everything that `boards/_area.html` draws; `problem` is the sentence shown instead when the address asks for what cannot be.

    `groups` are all of the board's, also those in which the filter leaves nothing: items can go there.
    """

    state: ViewState
    seq: int
    columns: Sequence[Column]
    measured: frozenset[str] = frozenset()
    blocks: Sequence[Block] = ()
    groups: Sequence[Group] = ()
    count: int = 0
    left_out: int = 0
    problem: str = ""
    broken: Sequence[Broken] = ()


def area(at: Opened, state: ViewState, *, around: tuple[str, int] | None = None) -> Area:
    """`around`: a section and a place in it that the reader looks at.

    Never raises for a filter, sort or group that the board does not have (any more): an old link shows why.
    """
    try:
        content = view_types["table"].load(at.session, at.board, state.settings, at.context)
    except Invalid as error:
        said, broken = error.say(at.context.language), broken_parts(at, state)
        return Area(state, at.seq, state.columns(at.board), problem=said, broken=broken)
    shown = [moved_to(at, section, around) for section in content.sections[:MAX_SECTIONS]]
    measured = frozenset(key for key, _ in content.measures)
    painted = paints(at, state, [item for section in shown for item in section.items])
    blocks = nested(shown, [block(at, content, section, painted) for section in shown])
    return Area(
        state,
        at.seq,
        content.columns,
        measured,
        blocks,
        groups(at.session, at.board),
        content.count,
        len(content.sections) - len(shown),
    )


def outline(at: Opened, state: ViewState) -> TableContent:
    """The sections that the page shows and how many items they hold."""
    content: TableContent = view_types["table"].outline(at.session, at.board, state.settings, at.context)
    return replace(content, sections=content.sections[:MAX_SECTIONS])


def moved_to(at: Opened, section: Section, around: tuple[str, int] | None) -> Section:
    """The section with the items that the reader looks at instead of its first ones."""
    if around is None or around[0] != section_key(section.query) or around[1] < LEAD:
        return section
    start = min(around[1], section.count) - LEAD
    return replace(section, items=window(at.session, at.board, section.query, at.context, start), start=start)


def block(at: Opened, content: TableContent, section: Section, painted: Mapping[int, Paint]) -> Block:
    return Block(
        key=section_key(section.query),
        title=section.title,
        color=section.color or "slate",
        count=section.count,
        group_id=section.group_id,
        rows=rows(at.board, content.columns, section.items, at.context, painted),
        start=section.start,
        shown=len(section.items),
    )


def nested(sections: Sequence[Section], blocks: Sequence[Block]) -> Sequence[Block]:
    """Each block with the headings that begin above it and end below it."""
    paths = [(), *(section.above for section in sections), ()]
    found = []
    for before, section, behind, one in zip(paths, sections, paths[2:], blocks, strict=False):
        fresh = section.above[common(before, section.above) :]
        heads = [head(heading) for heading in fresh]
        found.append(replace(one, opens=heads, closes=len(section.above) - common(section.above, behind)))
    return found


def common(one: Sequence[Heading], other: Sequence[Heading]) -> int:
    """How many headings two paths share."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))


def head(heading: Heading) -> Head:
    return Head(heading_key(heading), heading.title, heading.color or "slate", heading.count)


def heading_key(heading: Heading) -> str:
    return values_key([value for _, value in heading.holds])


def section_key(query: ItemQuery) -> str:
    """`g12` for a manual group, `v["low","2026-11-01"]` for the values of the levels: the section's name in addresses and in the page."""
    return values_key([value for _, value in query.holds]) if query.holds else f"g{query.group_id}"


def values_key(values: Sequence[Any]) -> str:
    return "v" + json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def section_query(at: Opened, state: ViewState, key: str, *, heading: bool = False) -> ItemQuery:
    """The items of the section (or of the sections under the heading) with this name. Raises Invalid for what is none."""
    query, levels = state.items(), checked_levels(at.board, state.group)
    try:
        kind, name = key[:1], json.loads(key[1:])
    except (ValueError, RecursionError):
        kind, name = "", None
    if kind == "g" and is_id(name) and not levels:
        return replace(query, group_id=name)
    fits = isinstance(name, list) and (0 < len(name) < len(levels) if heading else len(name) == len(levels) > 0)
    if kind == "v" and fits and all(names_section(at.board, *held) for held in zip(levels, name, strict=False)):
        return inside(query, levels[: len(name)], name)
    raise Invalid(MALFORMED, field="section")


def key_of(at: Opened, state: ViewState, item: BoardItem) -> str:
    """The section in which an item stands."""
    if not state.group:
        return section_key(ItemQuery(group_id=item.group_id))
    levels = checked_levels(at.board, state.group)
    return values_key([level_value(level, item.group_id, item.values, at.context.zone) for level in levels])
