"""The contract of a column type: one file in `columns/` and one partial in `web/templates/columns/` add a type."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.types import TypeEngine

from engine.context import Context
from engine.errors import Invalid
from engine.many import once_each
from engine.operator import Operand, Operator
from engine.registry import Plugin
from engine.sample import Cell, Guess, Sample, Wishes
from engine.text import Language, Text

Settings = Mapping[str, Any]
Value = Any
"""A cell's value as JSON carries it; None is the empty cell."""


class Example(NamedTuple):
    """Typed text, the value it means, and how that is shown: at once test, documentation and placeholder."""

    typed: str
    value: Value
    shown: str
    language: Language = "en"
    settings: Settings = {}


class Aggregate(NamedTuple):
    """A measure of many cells: `sum`, `avg`, `min`, `max`, `filled`, `by_value` (the battery of a status).

    `measure` is its SQL, for one that a type has alone.
    """

    name: str
    label: Text
    measure: Callable[[ColumnElement[Any]], ColumnElement[Any]] | None = None


FILLED = Aggregate("filled", Text("Filled", "Renseignés"))
SUM = Aggregate("sum", Text("Sum", "Somme"))
AVERAGE = Aggregate("avg", Text("Average", "Moyenne"))
MINIMUM = Aggregate("min", Text("Smallest", "Minimum"))
MAXIMUM = Aggregate("max", Text("Largest", "Maximum"))
EARLIEST = Aggregate("min", Text("Earliest", "Au plus tôt"))
LATEST = Aggregate("max", Text("Latest", "Au plus tard"))
BY_VALUE = Aggregate("by_value", Text("Distribution", "Répartition"))
TOTALS = (SUM, AVERAGE, MINIMUM, MAXIMUM, FILLED)


class ColumnType(Plugin, root=True):
    """What a type says about itself, and what it does.

    `settings_schema` is a JSON Schema whose properties carry `x-labels` {"en", "fr"}; the settings form is drawn from it.
    `aggregates`: the first one stands in the footer. `align` and `width` (pixels) are the cell's. `cell` says how its
    partial draws it: "text" wraps the formatted text, "value" draws the value itself (made once per distinct value).
    `choices` is true when `settings["options"]` lists the values: [{"key", "labels", "color", "done"?}].
    """

    label: ClassVar[Text]
    icon: ClassVar[str]
    settings_schema: ClassVar[Mapping[str, Any]] = {"type": "object", "properties": {}, "additionalProperties": False}
    operators: ClassVar[Mapping[str, Operator]]
    aggregates: ClassVar[Sequence[Aggregate]] = (FILLED,)
    examples: ClassVar[Sequence[Example]]
    tokens: ClassVar[Mapping[str, Text]] = {}
    align: ClassVar[Literal["start", "center", "end"]] = "start"
    width: ClassVar[int] = 150
    cell: ClassVar[Literal["text", "value"]] = "text"

    rounding: ClassVar[str | None] = None
    """Name of the setting that only rounds what is shown; without it `format` gives the exact text."""
    folded: ClassVar[bool] = False
    """Stores `fold.sort_key` of its text beside the value, for order and search without case or accents."""
    searchable: ClassVar[bool] = False
    assigns: ClassVar[bool] = False
    """Its values are lists of user ids, indexed by person."""
    choices: ClassVar[bool] = False
    dated: ClassVar[bool] = False
    """Its values fall on days: one of them can be the item's deadline."""
    stamps: ClassVar[Sequence[str]] = ()
    """Columns that every board table has and this type shows, read-only (`created_at`, `created_by`); no column of its own."""
    numbered: ClassVar[bool] = False
    """Its values are numbers that items are given when they are made; nobody writes them."""
    creatable: ClassVar[bool] = True
    """False for the one `name` column that every board has."""

    @property
    def read_only(self) -> bool:
        """Filled in by the board itself."""
        return self.numbered or bool(self.stamps)

    @property
    def names_people(self) -> bool:
        """Its values are people, whose names may change."""
        return self.assigns or bool(self.stamps)

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        """Standard JSON Schema keywords for one value; null is allowed everywhere."""
        raise NotImplementedError

    def sql_type(self, settings: Settings) -> TypeEngine[Any]:
        """The native column; its bind and result processing is how values are stored (`sqltypes.py`)."""
        raise NotImplementedError

    def parse(self, raw: object, settings: Settings, context: Context) -> Value:
        """What people type, paste or import, or a JSON value → value. Empty text is None. Raises Invalid with the fix."""
        raise NotImplementedError

    def format(self, value: Value, settings: Settings, context: Context) -> str:
        """The text a person reads, which `parse` accepts back; "" for None."""
        raise NotImplementedError

    def parse_all(self, raws: Sequence[object], settings: Settings, context: Context) -> list[Value] | None:
        """What `parse` makes of each of them, where all are so plain that they can be read in one go; else None.

        None among them is never plain. A type that offers nothing has each distinct one read by `parse`.
        """
        return None

    def format_all(self, values: Sequence[Value], settings: Settings, context: Context) -> list[str]:
        """What `format` makes of each."""
        return once_each(lambda value: self.format(value, settings, context), values)

    def order(self, operand: Operand, settings: Settings) -> ColumnElement[Any]:
        """What sorts and groups the column."""
        return operand.key

    def magnitude(self, value: Value) -> Any:
        """The size of a filled value, which the column's bounds are compared with."""
        return value

    def number_format(self, value: Value, settings: Settings, context: Context) -> str:
        """How a spreadsheet shows it where it is a number, in Excel's notation; "" is the spreadsheet's own way."""
        return ""

    def token(self, name: str, context: Context) -> Value:
        """The value that a word of `tokens` ("today", "me") means now."""
        raise NotImplementedError

    def due(self, stored: str, context: Context) -> date:
        """The day by which an item with this value, as the database writes it, is to be done; where `dated`."""
        raise NotImplementedError

    def labels_in(self, text: str) -> Sequence[str]:
        """The labels of options that a text names, where `choices`."""
        return [text]

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        """How well a column of a file suits this type, and with which settings; None when it does not."""
        return None


def reads(kind: ColumnType, cell: Cell, settings: Settings, context: Context) -> bool:
    """Whether the type makes a value of the cell."""
    try:
        return kind.parse(cell, settings, context) is not None
    except Invalid:
        return False
