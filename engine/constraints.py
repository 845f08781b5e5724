"""What a column promises of its values besides their type: unique, within bounds, short enough, filled from the start.

Each promise is a setting of the column, offered by every type that it suits. A bound is a value of the column; what a
new item starts with is a value too, or `{"token": "today"}`, a word of the type that is read on the day.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeGuard

import jsonschema_rs

from engine.column import ColumnType, Settings, Value
from engine.columntext import excerpt, one_line
from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold
from engine.text import Text

Schema = dict[str, Any]
BOUNDS = ("minimum", "maximum")
VALUES = (*BOUNDS, "default")
INDEXED = 255
"""Characters of a text that is unique, at most: what every database can index."""
TELLING = 4000
"""A text that may be longer than this does not tell items apart."""

LABELS: Mapping[str, Text] = {
    "default": Text("A new item starts with", "Valeur d’un nouvel élément"),
    "minimum": Text("Smallest allowed", "Minimum autorisé"),
    "maximum": Text("Largest allowed", "Maximum autorisé"),
    "earliest": Text("Earliest allowed", "Au plus tôt"),
    "latest": Text("Latest allowed", "Au plus tard"),
    "max_length": Text("Characters at most", "Nombre maximal de caractères"),
    "unique": Text("No two items may hold the same value", "Deux éléments ne peuvent pas avoir la même valeur"),
}
NOT_BELOW = Text("{place}: write at least what “{limit}” says.", "{place} : écrivez au moins ce que dit « {limit} ».")
NOT_A_WORD = Text(
    "There is no word “{typed}” for this type. Give a value.",
    "Il n’y a pas de mot « {typed} » pour ce type. Donnez une valeur.",
)
NOT_A_VALUE = Text(
    "The column itself would refuse “{typed}”. Give a value that it takes.",
    "La colonne elle-même refuserait « {typed} ». Donnez une valeur qu’elle accepte.",
)


def settings_schema(kind: ColumnType) -> Schema:
    """The type's own settings and the promises that suit it: what a column's settings must be."""
    own = kind.settings_schema
    return {**own, "properties": {**own["properties"], **promises(kind)}}


@lru_cache(maxsize=200)
def promises(kind: ColumnType) -> Mapping[str, Schema]:
    """The settings schema of each promise that a column of this type can make."""
    plain = kind.value_schema({})
    if kind.read_only:
        return {}
    found: dict[str, Schema] = {}
    if kind.creatable:
        found["default"] = {"x-widget": "value", **labelled("default")}
    if is_bounded(kind, plain):
        words = ("earliest", "latest") if is_day(plain) else BOUNDS
        found |= {name: {"x-widget": "value", **labelled(word)} for name, word in zip(BOUNDS, words, strict=True)}
    if "maxLength" in plain:
        found["max_length"] = {"type": "integer", "minimum": 1, "maximum": plain["maxLength"], **labelled("max_length")}
    if tells_apart(kind, plain):
        found["unique"] = {"type": "boolean", **labelled("unique")}
    return found


def labelled(word: str) -> Schema:
    return {"x-labels": LABELS[word]._asdict()}


def is_bounded(kind: ColumnType, plain: Schema) -> bool:
    """Whether its values have a size, which `magnitude` tells."""
    return "lte" in kind.operators and (is_measured(kind) or is_number(plain) or is_day(plain))


def is_measured(kind: ColumnType) -> bool:
    return type(kind).magnitude is not ColumnType.magnitude


def is_number(plain: Schema) -> bool:
    return not {"number", "integer"}.isdisjoint(plain.get("type", ()))


def is_day(plain: Schema) -> bool:
    return str(plain.get("format", "")).startswith("date")


def tells_apart(kind: ColumnType, plain: Schema) -> bool:
    """Whether a value can be one item's own: not a choice, not a tick, not a long text."""
    few = kind.choices or "boolean" in plain.get("type", ())
    return "is" in kind.operators and not few and plain.get("maxLength", 0) <= TELLING


def keywords(kind: ColumnType, settings: Settings) -> Schema:
    """The promises that JSON Schema has a keyword for."""
    plain = kind.value_schema(settings)
    found: Schema = {name: settings[name] for name in BOUNDS if name in settings} if is_number(plain) else {}
    if (limit := longest(kind, settings)) is not None:
        found["maxLength"] = limit
    if settings.get("default") is not None and not is_token(settings["default"]):
        found["default"] = settings["default"]
    return found


def longest(kind: ColumnType, settings: Settings) -> int | None:
    """Characters at most; None for what is no text."""
    limit = kind.value_schema(settings).get("maxLength")
    limits = [limit, settings.get("max_length"), INDEXED if settings.get("unique") else None]
    return None if limit is None else min(one for one in limits if one is not None)


def is_token(value: Value) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping) and set(value) == {"token"}


def first_value(kind: ColumnType, settings: Settings, context: Context) -> Value:
    """What a new item's cell holds when it is not given: the default, or the empty cell."""
    default = settings.get("default")
    if is_token(default):
        return kind.parse(kind.token(default["token"], context), settings, context)
    return kind.parse(None, settings, context) if default is None else default


def settled(kind: ColumnType, settings: Settings, context: Context) -> dict[str, Any]:
    """Settings whose bounds and default are values, however they were typed. Raises Invalid, its field the setting."""
    found = dict(settings)
    for name in [name for name in VALUES if name in settings and name in promises(kind)]:
        try:
            value = read(kind, settings[name], settings, context, words=name == "default")
        except Invalid as error:
            error.field = name
            raise
        found[name] = value
        if value == kind.parse(None, settings, context):
            del found[name]
    check_promises(kind, found)
    return found


def read(kind: ColumnType, raw: Any, settings: Settings, context: Context, *, words: bool) -> Value:
    if words and is_token(raw):
        return dict(raw)
    if words and isinstance(raw, str) and (word := word_of(kind, raw)):
        return {"token": word}
    return kind.parse(raw, settings, context)


def word_of(kind: ColumnType, typed: str) -> str | None:
    """The type's word that was typed, by its name or in either language."""
    wanted = fold(one_line(typed) or "")
    return next((name for name, text in kind.tokens.items() if wanted in {name, *map(fold, text)}), None)


def check_promises(kind: ColumnType, settings: Settings) -> None:
    """Raise Invalid, its field the setting, unless the column would take its own bounds and default."""
    for name in BOUNDS:
        if settings.get(name) is not None:
            check_value(settings, name, kind.value_schema(settings))
    if all(settings.get(name) is not None for name in BOUNDS):
        low, high = (kind.magnitude(settings[name]) for name in BOUNDS)
        if low > high:
            limit, place = (Text(**promises(kind)[name]["x-labels"]) for name in BOUNDS)
            raise Invalid(NOT_BELOW, field="maximum", place=place, limit=limit)
    default = settings.get("default")
    if is_token(default) and default["token"] not in kind.tokens:
        raise Invalid(NOT_A_WORD, field="default", typed=excerpt(default["token"]))
    if default is not None and not is_token(default):
        check_value(settings, "default", {**kind.value_schema(settings), **keywords(kind, settings)})
        if side_beyond(kind, settings, default):
            raise Invalid(NOT_A_VALUE, field="default", typed=excerpt(default))


def check_value(settings: Settings, name: str, schema: Schema) -> None:
    if not jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(settings[name]):
        raise Invalid(NOT_A_VALUE, field=name, typed=excerpt(settings[name]))


def side_beyond(kind: ColumnType, settings: Settings, value: Value) -> str | None:
    """The bound that the value does not keep: "minimum" or "maximum"."""
    if value is None:
        return None
    size = kind.magnitude(value)
    if settings.get("minimum") is not None and size < kind.magnitude(settings["minimum"]):
        return "minimum"
    return "maximum" if settings.get("maximum") is not None and size > kind.magnitude(settings["maximum"]) else None
