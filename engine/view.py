"""The contract of a view type: one file in `views/` and one partial in `web/templates/views/` add a way to look at a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from engine.column import FILLED
from engine.context import Context
from engine.queries.aggregate import Measure
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.levels import Level
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text

EMPTY_VALUE = Text("Empty", "Vide")
"""What a section or a total of items without a value is called."""


DENSITIES = {
    "compact": Text("Compact", "Compacte"),
    "": Text("Regular", "Normale"),
    "tall": Text("Tall", "Haute"),
}
"""How high items are drawn, by what a view keeps."""
MAX_COLORS = 20
"""Rules that colour the items of one view."""
NO_SUM = "none"
"""The name of the aggregate that is none."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the sections of a table have in common at an outer level: `holds` are the levels and values down to it."""

    title: str
    color: str | None
    count: int
    holds: Sequence[tuple[Level, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a view: `count` items that `query` lists, of which `items` are loaded, from the place `start` on.

    `above` are the headings of the outer levels.
    """

    title: str
    color: str | None
    count: int
    query: ItemQuery
    above: Sequence[Heading] = ()
    items: Sequence[BoardItem] = ()
    start: int = 0

    @property
    def group_id(self) -> int | None:
        return self.query.group_id


@dataclass(frozen=True, slots=True)
class TableContent:
    """Sections with their first items: what a table draws. `measures` are what its footers sum up."""

    columns: Sequence[Column]
    sections: Sequence[Section]
    count: int
    measures: Sequence[Measure] = field(default_factory=list)


def usual_sum(column: Column) -> str:
    """What stands under a column by itself: its type's first aggregate that says more than how many cells are filled."""
    first = column.type.aggregates[0].name
    return NO_SUM if first == FILLED.name else first


class ViewType(Plugin, root=True):
    """`settings_schema` is a JSON Schema with `x-labels`; `load` fetches all that the partial draws at first."""

    label: ClassVar[Text]
    icon: ClassVar[str]
    settings_schema: ClassVar[Mapping[str, Any]]

    def check(self, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> None:
        """Raise Invalid for settings that fit the schema, but not the board."""
        raise NotImplementedError

    def load(self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> Any:
        """What the view shows, of the items that its settings choose."""
        raise NotImplementedError

    def outline(
        self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context
    ) -> TableContent:
        """Its sections and how many items they hold, without the items."""
        raise NotImplementedError
