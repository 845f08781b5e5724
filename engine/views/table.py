"""The table: sections of items, by manual group or by value, each with its totals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.choices import COLORS
from engine.context import Context
from engine.errors import Invalid
from engine.filters import check_filter
from engine.models import Group
from engine.periods import period_title
from engine.queries.aggregate import Measure, by_levels
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.levels import GROUP, MAX_LEVELS, Level, checked_levels, read_levels
from engine.queries.paging import keys_of
from engine.queries.sections import first_pages, inside
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text
from engine.view import DENSITIES, EMPTY_VALUE, MAX_COLORS, Heading, Section, TableContent, ViewType, usual_sum

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
                "items": {
                    "type": "array",
                    "prefixItems": [{"type": "string"}, {"type": "boolean"}],
                    "minItems": 2,
                    "maxItems": 2,
                },
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
            "colors": {
                "type": "array",
                "x-labels": {"en": "Colours", "fr": "Couleurs"},
                "maxItems": MAX_COLORS,
                "items": {
                    "type": "object",
                    "properties": {
                        "color": {"enum": list(COLORS)},
                        "on": {"enum": ["item", "edge", "cell"]},
                        "column": {"type": "string"},
                        "when": {"type": "object"},
                    },
                    "required": ["color", "on"],
                    "additionalProperties": False,
                },
            },
            "sums": {
                "type": "object",
                "x-labels": {"en": "Column summaries", "fr": "Totaux des colonnes"},
                "additionalProperties": {"type": "string"},
            },
            "density": {
                "enum": list(DENSITIES),
                "x-choices": {name: text._asdict() for name, text in DENSITIES.items()},
                "x-labels": {"en": "Height of the items", "fr": "Hauteur des éléments"},
            },
        },
    }

    def check(self, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> None:
        check_filter(board, settings.get("filter"), context)
        keys_of(board, settings.get("sort", ()), in_group=False)
        checked_levels(board, read_levels(settings.get("group_by", ())))
        for rule in settings.get("colors", ()):
            check_filter(board, rule.get("when"), context)
            if rule["on"] == "cell":
                board.column(rule.get("column", ""))

    def load(
        self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context
    ) -> TableContent:
        """The outline, and the items that the first screen shows."""
        found = self.outline(session, board, settings, context)
        return replace(found, sections=with_items(session, board, found.sections, context))

    def outline(
        self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context
    ) -> TableContent:
        """In one statement."""
        columns = shown_columns(board, settings)
        measures = footers(columns, settings.get("sums", {}))
        sections = sections_of(session, board, settings, context)
        return TableContent(columns, sections, sum(section.count for section in sections), measures)


def shown_columns(board: CompiledBoard, settings: Mapping[str, Any]) -> list[Column]:
    hidden = set(settings.get("hide", ())) - {"name"}
    return [column for key, column in board.columns.items() if key not in hidden]


def footers(columns: Sequence[Column], sums: Mapping[str, str]) -> list[Measure]:
    """The aggregate chosen for each column, else its usual one; one that its type does not offer (any more) is left out."""
    chosen = [(column, sums.get(column.key, usual_sum(column))) for column in columns]
    return [(column.key, name) for column, name in chosen if name in {one.name for one in column.type.aggregates}]


def sections_of(session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> list[Section]:
    query = ItemQuery(
        filter=settings.get("filter"), sort=settings.get("sort", ()), search=settings.get("search"), limit=FIRST_ITEMS
    )
    levels = checked_levels(board, read_levels(settings.get("group_by", ())))
    found = by_levels(session, board, context, (), levels or [Level(GROUP)], query)
    counts = {values: totals["count"] for values, totals in found.items()}
    if levels:
        return by_value(session, board, query, levels, counts, context)
    return by_group(session, board, query, {group_id: count for (group_id,), count in counts.items()})


def by_group(session: Session, board: CompiledBoard, query: ItemQuery, counts: Mapping[Any, int]) -> list[Section]:
    """Every manual group; those that a filter or search leaves empty are left out."""
    narrowed = bool(query.filter or query.search)
    return [
        Section(group.title, group.color, counts.get(group.id, 0), replace(query, group_id=group.id))
        for group in groups(session, board)
        if group.id in counts or not narrowed
    ]


def by_value(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    levels: Sequence[Level],
    counts: Mapping[tuple[Any, ...], int],
    context: Context,
) -> list[Section]:
    """A section for each values of all levels, under the headings of the outer ones."""
    manual = {group.id: group for group in groups(session, board)} if GROUP in {one.key for one in levels} else {}
    within: Counter[tuple[Any, ...]] = Counter()
    for values, count in counts.items():
        within.update({values[:depth]: count for depth in range(1, len(levels) + 1)})
    above = {
        values: Heading(
            *named_value(board, levels[len(values) - 1], values[-1], manual, context),
            count,
            tuple(zip(levels, values, strict=False)),
        )
        for values, count in within.items()
    }
    return [
        Section(
            above[values].title,
            above[values].color,
            count,
            inside(query, levels, values),
            [above[values[:depth]] for depth in range(1, len(levels))],
        )
        for values, count in counts.items()
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
    pages = first_pages(session, board, list(shown.values()), context)
    first = {place: page.items for place, page in zip(shown, pages, strict=True)}
    return [replace(section, items=first.get(place, ())) for place, section in enumerate(sections)]
