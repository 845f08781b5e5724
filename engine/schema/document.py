"""The board document: JSON Schema (2020-12) that carries its columns in `x-column`. Pure functions, new documents out."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.column import ColumnType, Settings
from engine.columns import column_types
from engine.constraints import first_value, keywords
from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold, sort_key
from engine.many import once_alike
from engine.text import Language, Text

Document = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
RESERVED = frozenset({"id", "group", "parent", "position", "version", "values", "created_at", "updated_at"})
MAX_COLUMNS = 200
NARROWEST, WIDEST = 48, 1200
"""Width of a column, in pixels."""
FROZEN = "x-frozen"
DEADLINE = "x-deadline"
"""How many columns stay in sight when the table moves sideways: the name, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One property of the document, read."""

    key: str
    id: int
    type: ColumnType
    settings: Settings
    title: str
    labels: Mapping[str, str]
    required: bool
    generation: int
    hidden_at: str | None
    given_width: int | None = None
    wrap: bool = False
    """Whether long text runs over several lines of the table."""
    access: Mapping[str, Any] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """In the table, in pixels."""
        return self.given_width or self.type.width

    @property
    def restricted(self) -> bool:
        """Whether some who see the board do not see the column."""
        return "see" in self.access

    @property
    def unique(self) -> bool:
        """Whether no two living items may hold the same value."""
        return bool(self.settings.get("unique"))

    @property
    def must_be_given(self) -> bool:
        """Whether a new item needs a value that it does not start with."""
        return self.required and not self.type.read_only and self.settings.get("default") is None

    @property
    def physical(self) -> str:
        """Name of its column in the board's table: from ids only, never reused."""
        return f"c_{self.id}" if self.generation == 1 else f"c_{self.id}_{self.generation}"

    @property
    def physical_key(self) -> str:
        """Name of the sort key beside it, where the type is `folded`."""
        return f"{self.physical}_k"

    @property
    def telling(self) -> str:
        """Name of what tells its values apart."""
        return self.physical_key if self.type.folded else self.physical

    def label(self, language: Language) -> str:
        return self.labels.get(language) or self.title

    def parse(self, raw: object, context: Context) -> Any:
        return self.type.parse(raw, self.settings, context)

    def parse_all(self, raws: Sequence[object], context: Context) -> list[Any]:
        """What `parse` makes of each of them, at least one. Raises Invalid for one of those that are refused."""
        filled = [raw for raw in raws if raw is not None] if None in raws else raws
        read = self.type.parse_all(filled, self.settings, context) if filled else []
        if read is None:
            read = once_alike(lambda raw: self.parse(raw, context), filled)
        if len(filled) == len(raws):
            return read
        empty, rest = self.parse(None, context), iter(read)
        return [empty if raw is None else next(rest) for raw in raws]

    def telling_value(self, value: Any, context: Context) -> Hashable:
        """What is compared to tell a filled value from others: its sort key where the type keeps one."""
        if self.type.folded:
            return sort_key(self.format(value, context))
        return tuple(value.items()) if isinstance(value, dict) else value

    def first_value(self, context: Context) -> Any:
        """What a new item's cell holds when it is not given."""
        return first_value(self.type, self.settings, context)

    def format(self, value: Any, context: Context) -> str:
        return self.type.format(value, self.settings, context)

    def format_all(self, values: Sequence[Any], context: Context) -> list[str]:
        return self.type.format_all(values, self.settings, context)

    def exact(self, value: Any, context: Context) -> str:
        """The text that loses nothing: what an editor starts from, what another type reads."""
        settings = {name: setting for name, setting in self.settings.items() if name != self.type.rounding}
        return self.type.format(value, settings, context)


def new_document(
    title: str,
    labels: Mapping[str, str] | None = None,
    *,
    name_title: str = "Name",
    name_labels: Mapping[str, str] | None = None,
) -> Document:
    """A board with its `name` column only."""
    name = {
        "title": name_title,
        **column_types["name"].value_schema({}),
        "x-column": {"id": 1, "type": "name", "labels": dict(name_labels or {})},
    }
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "x-labels": dict(labels or {}),
        "x-next-id": 2,
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": name},
    }


def title_of(document: Document, language: Language) -> str:
    return str(document.get("x-labels", {}).get(language) or document["title"])


def all_columns(document: Document) -> dict[str, Column]:
    """Every column in order, hidden (deleted) ones too."""
    required = set(document.get("required", ()))
    return {key: to_column(key, node, required=key in required) for key, node in document["properties"].items()}


def to_column(key: str, node: Mapping[str, Any], *, required: bool) -> Column:
    about = node["x-column"]
    return Column(
        key=key,
        id=about["id"],
        type=column_types[about["type"]],
        settings=about.get("settings", {}),
        title=node["title"],
        labels=about.get("labels", {}),
        required=required,
        generation=about.get("generation", 1),
        hidden_at=about.get("hidden_at"),
        given_width=about.get("width"),
        wrap=about.get("wrap", False),
        access=about.get("access", {}),
    )


def to_node(type_name: str, title: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """The property for a column: standard keywords from its type and settings, the rest in `x-column`."""
    settings = about.get("settings", {})
    kind = column_types[type_name]
    standard = {**kind.value_schema(settings), **keywords(kind, settings)}
    return {"title": title, **standard, "x-column": {**about, "type": type_name}}


def with_column(
    document: Document,
    type_name: str,
    title: str,
    settings: Settings,
    *,
    labels: Mapping[str, str] | None = None,
    key: str | None = None,
    required: bool = False,
) -> tuple[Document, str]:
    """The document with one more column at its end, and the new column's key."""
    if len(document["properties"]) >= MAX_COLUMNS:
        raise Invalid(
            Text("A board holds at most {limit} columns.", "Un tableau contient au plus {limit} colonnes."),
            field="title",
            limit=MAX_COLUMNS,
        )
    key = new_key(document, key or title)
    about = {"id": document["x-next-id"], "labels": dict(labels or {}), "settings": dict(settings)}
    properties = {**document["properties"], key: to_node(type_name, title, about)}
    return with_required(
        {**document, "x-next-id": document["x-next-id"] + 1, "properties": properties}, key, required=required
    ), key


def with_node(document: Document, key: str, node: Mapping[str, Any]) -> Document:
    return {**document, "properties": {**document["properties"], key: dict(node)}}


def with_required(document: Document, key: str, *, required: bool) -> Document:
    others = [name for name in document["required"] if name != key]
    return {**document, "required": [*others, key] if required else others}


def with_order(document: Document, keys: list[str]) -> Document:
    """Columns in the order of `keys`; those not named keep their order behind them. `name` stays first."""
    properties = document["properties"]
    wanted = [key for key in ["name", *keys] if key in properties]
    ordered = dict.fromkeys([*wanted, *properties])
    return {**document, "properties": {key: properties[key] for key in ordered}}


def new_key(document: Document, title: str) -> str:
    """A readable slug that never changes: what the API, rules and templates call the column."""
    slug = "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(title)).split())[:40] or "column"
    slug = slug if slug[0].isalpha() and slug not in RESERVED else f"c_{slug}"
    taken, number, key = document["properties"], 2, slug
    while key in taken:
        key, number = f"{slug}_{number}", number + 1
    return key
