"""The contract of a view type: one file in `views/` and one partial in `web/templates/views/` add a way to look at a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from engine.context import Context
from engine.queries.aggregate import Measure
from engine.queries.items import ItemPage, ItemQuery
from engine.queries.levels import Level
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text

EMPTY_VALUE = Text("Empty", "Vide")
"""What a section or a total of items without a value is called."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the sections of a table have in common at an outer level: `holds` are the levels and values down to it."""

    title: str
    color: str | None
    count: int
    totals: Mapping[str, Any]
    holds: Sequence[tuple[Level, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """One block of a view. `page` is None where it is left to be fetched when it comes into sight.

    `totals`: `{"quantity.sum": value, "status.by_value": {key: count}}`. `above` are the headings of the outer levels.
    """

    title: str
    color: str | None
    count: int
    totals: Mapping[str, Any]
    query: ItemQuery
    above: Sequence[Heading] = ()
    page: ItemPage | None = None

    @property
    def group_id(self) -> int | None:
        return self.query.group_id


@dataclass(frozen=True, slots=True)
class TableContent:
    """Sections with their items and totals: what a table draws."""

    columns: Sequence[Column]
    sections: Sequence[Section]
    count: int
    measures: Sequence[Measure] = field(default_factory=list)


class ViewType(Plugin, root=True):
    """`settings_schema` is a JSON Schema with `x-labels`; `load` fetches all that the partial draws."""

    label: ClassVar[Text]
    icon: ClassVar[str]
    settings_schema: ClassVar[Mapping[str, Any]]

    def load(self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> Any:
        """What the view shows, of the items that its settings choose."""
        raise NotImplementedError
