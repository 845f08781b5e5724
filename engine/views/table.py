"""The table: sections of items, by manual group or by value, each with its totals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.column import BY_VALUE
from engine.context import Context
from engine.errors import Invalid
from engine.models import Group
from engine.periods import period_title
from engine.queries.aggregate import Measure, by_levels
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.levels import GROUP, MAX_LEVELS, Level, checked_levels, read_levels
from engine.queries.sections import first_pages, inside
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text
from engine.view import EMPTY_VALUE, Heading, Section, TableContent, ViewType

FIRST_ITEMS = 100
FIRST_SECTIONS = 50


class Table(ViewType):
    name = "table"
    label = Text("Table", "Table")
    icon = "table-2"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "filter": {"type": "object", "x-labels": {"en": "Filter", "fr": "Filtre"}},
            "sort": {
                "type": "array",
                "x-labels": {"en": "Sort", "fr": "Tri"},
                "items": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}]},
            },
            "group_by": {
                "type": "array",
                "x-labels": {"en": "Group by", "fr": "Regrouper par"},
                "items": {"type": "string"},
                "maxItems": MAX_LEVELS,
            },
            "hide": {
                "type": "array",
                "x-labels": {"en": "Hidden columns", "fr": "Colonnes masquées"},
                "items": {"type": "string"},
            },
            "search": {"type": "string", "x-labels": {"en": "Search", "fr": "Recherche"}},
        },
    }

    def load(
        self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context
    ) -> TableContent:
        """Sections with their totals in one statement (one more per distribution), and the first items."""
        columns = shown_columns(board, settings)
        measures = footers(columns)
        sections = sections_of(session, board, settings, measures, context)
        return TableContent(
            columns, with_items(session, board, sections, context), sum(section.count for section in sections), measures
        )


def shown_columns(board: CompiledBoard, settings: Mapping[str, Any]) -> list[Column]:
    hidden = set(settings.get("hide", ())) - {"name"}
    return [column for key, column in board.columns.items() if key not in hidden]


def footers(columns: Sequence[Column]) -> list[Measure]:
    """The first aggregate of each type that sums up more than how many cells are filled."""
    return [
        (column.key, column.type.aggregates[0].name) for column in columns if column.type.aggregates[0].name != "filled"
    ]


def sections_of(
    session: Session, board: CompiledBoard, settings: Mapping[str, Any], measures: Sequence[Measure], context: Context
) -> list[Section]:
    query = ItemQuery(
        filter=settings.get("filter"), sort=settings.get("sort", ()), search=settings.get("search"), limit=FIRST_ITEMS
    )
    levels = checked_levels(board, read_levels(settings.get("group_by", ())))
    if levels:
        return by_value(session, board, query, levels, measures, context)
    totals = by_levels(session, board, context, measures, [Level(GROUP)], query)
    return by_group(session, board, query, {group_id: found for (group_id,), found in totals.items()})


def by_group(
    session: Session, board: CompiledBoard, query: ItemQuery, totals: Mapping[Any, Mapping[str, Any]]
) -> list[Section]:
    """Every manual group; those that a filter or search leaves empty are left out."""
    narrowed = bool(query.filter or query.search)
    return [
        Section(
            group.title,
            group.color,
            totals.get(group.id, {}).get("count", 0),
            totals.get(group.id, {}),
            replace(query, group_id=group.id),
        )
        for group in groups(session, board)
        if group.id in totals or not narrowed
    ]


def by_value(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    levels: Sequence[Level],
    measures: Sequence[Measure],
    context: Context,
) -> list[Section]:
    """A section for each values of all levels, under the headings of the outer ones: a statement a level."""
    manual = {group.id: group for group in groups(session, board)} if GROUP in {one.key for one in levels} else {}
    plain = [measure for measure in measures if measure[1] != BY_VALUE.name]
    above: dict[tuple[Any, ...], Heading] = {}
    for depth in range(1, len(levels)):
        for values, totals in by_levels(session, board, context, plain, levels[:depth], query).items():
            title, color = named_value(board, levels[depth - 1], values[-1], manual, context)
            above[values] = Heading(title, color, totals["count"], totals, tuple(zip(levels, values, strict=False)))
    return [
        Section(
            *named_value(board, levels[-1], values[-1], manual, context),
            totals["count"],
            totals,
            inside(query, levels, values),
            [above[values[:depth]] for depth in range(1, len(levels))],
        )
        for values, totals in by_levels(session, board, context, measures, levels, query).items()
    ]


def named_value(
    board: CompiledBoard, level: Level, value: Any, manual: Mapping[int, Group], context: Context
) -> tuple[str, str | None]:
    """What a value of a level is called, and its colour."""
    if level.key == GROUP:
        return (manual[value].title, manual[value].color) if value in manual else ("?", None)
    if value is None:
        return EMPTY_VALUE.say(context.language), None
    if level.period:
        return period_title(level.period, date.fromisoformat(value), context.language), None
    column = board.column(level.key)
    return title_of(column, value, context), color_of(column, value)


def title_of(column: Column, value: Any, context: Context) -> str:
    """A value that names a group is hashable, a tuple or an amount; its column reads it back before it writes it."""
    try:
        return column.format(column.parse(value, context), context)
    except Invalid:
        return str(value)


def color_of(column: Column, value: Any) -> str | None:
    return next((option.get("color") for option in column.settings.get("options", ()) if option["key"] == value), None)


def with_items(session: Session, board: CompiledBoard, sections: Sequence[Section], context: Context) -> list[Section]:
    """The first sections with their items, until a screen is more than full; all of them in one statement."""
    loaded = 0
    shown: dict[int, ItemQuery] = {}
    for place, section in enumerate(sections):
        if section.count and loaded < FIRST_ITEMS and len(shown) < FIRST_SECTIONS:
            shown[place] = section.query
            loaded += min(section.count, FIRST_ITEMS)
    pages = dict(zip(shown, first_pages(session, board, list(shown.values()), context), strict=True))
    return [replace(section, page=pages.get(place)) for place, section in enumerate(sections)]
