"""The table: sections of items, by manual group or by value, each with its totals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Invalid
from engine.queries.aggregate import GROUP, Measure, aggregate
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.sections import first_pages
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text
from engine.view import EMPTY_VALUE, Section, TableContent, ViewType

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
            "group_by": {"type": "string", "x-labels": {"en": "Group by", "fr": "Regrouper par"}},
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
    key = settings.get("group_by")
    found = aggregate(session, board, context, measures, group_by=key or GROUP, query=query)
    if key:
        return [by_value(board.column(key), query, totals, context) for totals in found]
    return by_group(session, board, query, {totals["value"]: totals for totals in found})


def by_group(
    session: Session, board: CompiledBoard, query: ItemQuery, totals: Mapping[Any, Mapping[str, Any]]
) -> list[Section]:
    """Every manual group; those that a filter or search leaves empty are left out."""
    narrowed = bool(query.filter or query.search)
    return [
        Section(
            group.id,
            group.title,
            group.color,
            totals.get(group.id, {}).get("count", 0),
            totals.get(group.id, {}),
            replace(query, group_id=group.id),
        )
        for group in groups(session, board)
        if group.id in totals or not narrowed
    ]


def by_value(column: Column, query: ItemQuery, totals: Mapping[str, Any], context: Context) -> Section:
    value = None if totals["value"] in ((), "") else totals["value"]
    title = EMPTY_VALUE.say(context.language) if value is None else title_of(column, value, context)
    inside = replace(query, holds=(column.key, value))
    return Section(value, title, color_of(column, value), totals["count"], totals, inside)


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
