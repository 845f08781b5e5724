"""The table: sections of items, by manual group or by value, each with its totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from engine.context import Context
from engine.filters import Tree
from engine.queries.aggregate import GROUP, Measure, aggregate
from engine.queries.groups import groups
from engine.queries.items import ItemPage, ItemQuery, page
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text
from engine.view import ViewType

FIRST_ITEMS = 100
FIRST_SECTIONS = 10
EMPTY_VALUE = Text("Empty", "Vide")


@dataclass(frozen=True, slots=True)
class Section:
    """One block of the table. `page` is None where it is left to be fetched when it comes into sight.

    `totals`: `{"quantity.sum": value, "status.by_value": {key: count}}`. `value` is the group's id, or the value grouped by.
    """

    value: Any
    title: str
    color: str | None
    count: int
    totals: Mapping[str, Any]
    query: ItemQuery
    page: ItemPage | None = None

    @property
    def group_id(self) -> int | None:
        return self.query.group_id


@dataclass(frozen=True, slots=True)
class TableContent:
    """What the table's partial draws."""

    columns: Sequence[Column]
    sections: Sequence[Section]
    count: int
    measures: Sequence[Measure] = field(default_factory=list)


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
            narrow(query, group_id=group.id),
        )
        for group in groups(session, board)
        if group.id in totals or not narrowed
    ]


def by_value(column: Column, query: ItemQuery, totals: Mapping[str, Any], context: Context) -> Section:
    value = totals["value"]
    leaf = same_value(column, value)
    title = column.format(value, context) or EMPTY_VALUE.say(context.language)
    return Section(value, title, color_of(column, value), totals["count"], totals, narrow(query, tree=leaf))


def same_value(column: Column, value: Any) -> Tree:
    """The filter that chooses the items of one section."""
    if value in (None, (), "") and "is_empty" in column.type.operators:
        return {"column": column.key, "op": "is_empty"}
    if isinstance(value, tuple):
        return {"and": [{"column": column.key, "op": "includes", "value": one} for one in value]}
    return {"column": column.key, "op": "is", "value": value}


def color_of(column: Column, value: Any) -> str | None:
    return next((option.get("color") for option in column.settings.get("options", ()) if option["key"] == value), None)


def narrow(query: ItemQuery, *, group_id: int | None = None, tree: Tree | None = None) -> ItemQuery:
    whole: Tree | None = {"and": [part for part in (query.filter, tree) if part]} if query.filter or tree else None
    return ItemQuery(filter=whole, sort=query.sort, group_id=group_id, search=query.search, limit=query.limit)


def with_items(session: Session, board: CompiledBoard, sections: Sequence[Section], context: Context) -> list[Section]:
    """The first sections with their items, until a screen is more than full: the number of statements does not grow with the groups."""
    loaded, done = 0, []
    for place, section in enumerate(sections):
        if loaded < FIRST_ITEMS and place < FIRST_SECTIONS and section.count:
            items = page(session, board, section.query, context)
            loaded += len(items.items)
            done.append(replace(section, page=items))
        else:
            done.append(section)
    return done
