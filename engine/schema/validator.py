"""Document → validator of one item's values, with sentences instead of a library's messages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import jsonschema_rs

from engine.constraints import BOUNDS, is_day, side_beyond
from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.schema.document import Column
from engine.text import LANGUAGES, Text

SENTENCES: Mapping[str, Text] = {
    "required": Text("{column} is required. Give it a value.", "{column} est obligatoire. Donnez-lui une valeur."),
    "minLength": Text("{column} is required. Give it a value.", "{column} est obligatoire. Donnez-lui une valeur."),
    "maxLength": Text(
        "{column} holds at most {limit} characters. Shorten the text.",
        "{column} contient au plus {limit} caractères. Raccourcissez le texte.",
    ),
    "minimum": Text("{column} must be at least {limit}.", "{column} doit valoir au moins {limit}."),
    "maximum": Text("{column} must be at most {limit}.", "{column} doit valoir au plus {limit}."),
    "enum": Text(
        "{column} has no such option. Choose one of its options, or add it in the column’s settings.",
        "{column} n’a pas cette option. Choisissez une de ses options, ou ajoutez-la dans les réglages de la colonne.",
    ),
    "maxItems": Text("{column} holds at most {limit} values.", "{column} contient au plus {limit} valeurs."),
    "additionalProperties": Text("This board has no column “{column}”.", "Ce tableau n’a pas de colonne « {column} »."),
}
DAY_SENTENCES: Mapping[str, Text] = {
    "minimum": Text("{column} must not be before {limit}.", "{column} : pas de date avant le {limit}."),
    "maximum": Text("{column} must not be after {limit}.", "{column} : pas de date après le {limit}."),
}
OTHER = Text("{column} does not accept this value.", "{column} n’accepte pas cette valeur.")


class Validator:
    """`check` raises InvalidMany with one sentence per wrong column. What one may not fill in, `locked`, is not asked for."""

    def __init__(
        self, document: Mapping[str, Any], columns: Mapping[str, Column], locked: Collection[str] = frozenset()
    ) -> None:
        self.columns = columns
        self.properties = {key: document["properties"][key] for key in columns}
        self.partial = compiled({"type": "object", "properties": self.properties, "additionalProperties": False})
        self.listed: dict[str, Any] = {}
        self.bounded = {key: bare(column) for key, column in columns.items() if has_bounds(column)}
        asked = (column for key, column in columns.items() if key not in locked)
        self.required = [column for column in asked if column.required and not column.type.read_only]

    def check(self, values: Mapping[str, Any]) -> None:
        """A whole new item."""
        missing = [
            self.refusal(column.key, "required", None) for column in self.required if values.get(column.key) is None
        ]
        self.refuse([*self.errors(values), *missing])

    def check_changes(self, values: Mapping[str, Any]) -> None:
        """Some cells of an item that exists."""
        cleared = [
            self.refusal(column.key, "required", None) for column in self.required if values.get(column.key, "") is None
        ]
        self.refuse([*self.errors(values), *cleared])

    def takes(self, columns: Mapping[str, Sequence[Any]]) -> bool:
        """Whether `check` refuses none of many whole new items, whose values are given column by column."""
        given = all(None not in columns.get(column.key, (None,)) for column in self.required)
        return given and all(self.takes_each(key, values) for key, values in columns.items())

    def takes_each(self, key: str, values: Sequence[Any]) -> bool:
        """Whether `errors` finds nothing wrong with any of one column's values."""
        if key not in self.listed:
            self.listed[key] = compiled({"type": "array", "items": self.properties[key]})
        valid: bool = self.listed[key].is_valid(values)
        return valid and (key not in self.bounded or not any(self.beyond({key: value}) for value in values))

    def errors(self, values: Mapping[str, Any]) -> list[Invalid]:
        beyond = self.beyond(values)
        if self.partial.is_valid(values):
            return beyond
        unknown = [self.refusal(key, "additionalProperties", None) for key in values if key not in self.columns]
        found = [error for error in self.partial.iter_errors(values) if error.instance_path]
        wrong = {
            str(error.instance_path[0]): self.refusal(str(error.instance_path[0]), str(error.kind.name), error.kind)
            for error in found
        }
        return [*unknown, *(wrong | {error.field: error for error in beyond}).values()]

    def beyond(self, values: Mapping[str, Any]) -> list[Invalid]:
        """Values that are smaller or larger than their column allows."""
        found = []
        for key in self.bounded.keys() & values.keys():
            column, value = self.columns[key], values[key]
            side = side_beyond(column.type, column.settings, value) if self.bounded[key].is_valid(value) else None
            if side:
                texts = DAY_SENTENCES if is_day(column.type.value_schema(column.settings)) else SENTENCES
                limit = shown_text(column, column.settings[side])
                found.append(Invalid(texts[side], field=key, column=label_text(column), limit=limit))
        return found

    def refusal(self, key: str, keyword: str, kind: Any) -> Invalid:
        limit = getattr(kind, "value", getattr(kind, "limit", ""))
        return Invalid(SENTENCES.get(keyword, OTHER), field=key, column=self.label(key), limit=limit)

    def label(self, key: str) -> Text:
        column = self.columns.get(key)
        return Text(key, key) if column is None else label_text(column)

    @staticmethod
    def refuse(errors: list[Invalid]) -> None:
        if errors:
            raise InvalidMany(list({error.field: error for error in errors}.values()))


def has_bounds(column: Column) -> bool:
    return any(column.settings.get(name) is not None for name in BOUNDS)


def bare(column: Column) -> Any:
    """The validator of the type alone: what is not its value has no size."""
    return compiled(column.type.value_schema(column.settings))


def shown_text(column: Column, value: Any) -> Text:
    return Text(*(column.format(value, Context(language, date.min)) for language in LANGUAGES))


def label_text(column: Column) -> Text:
    return Text(column.label("en"), column.label("fr"))


def compiled(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
