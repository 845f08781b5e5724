"""What can be chosen in a form: the options of selects, and lists of checkboxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.context import Context
from engine.schema.document import Column
from engine.stamps import ME
from engine.text import Text
from web.render import edit_text
from web.request import Form

SOURCES = ("column", "token", "increment", "message")
"""Forms in which a rule says that a value comes from elsewhere: `{"column": key}`."""
A_VALUE = Text("a value", "une valeur")
EMPTY = Text("empty", "vide")
GONE = Text("{key} (no longer there)", "{key} (n’existe plus)")
ITS_COLUMNS = Text("The item’s columns", "Les colonnes de l’élément")
WORDS = Text("Words", "Mots")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a select, or a checkbox; `group` is the title that it stands under, `place` its rank among the chosen."""

    value: str
    label: str
    chosen: bool = False
    group: str = ""
    place: int = 0


def value_choices(column: Column, context: Context, *, placeholder: Text = A_VALUE) -> list[Choice]:
    """Sources for a value of its own: the column's list of values, or something typed."""
    values = [] if holds_lists(column) else finite(column, context)
    if not values:
        return [Choice("value", A_VALUE.say(context.language))]
    return [
        Choice("", f"{placeholder.say(context.language)}…"),
        *(Choice(f"value:{value}", label) for value, label in values),
    ]


def word_choices(column: Column, context: Context) -> list[Choice]:
    title = WORDS.say(context.language)
    return [
        Choice(f"token:{name}", text.say(context.language), group=title) for name, text in column.type.tokens.items()
    ]


def column_choices(columns: Sequence[Column], context: Context) -> list[Choice]:
    title = ITS_COLUMNS.say(context.language)
    return [Choice(f"column:{column.key}", column.label(context.language), group=title) for column in columns]


def checkboxes(known: Mapping[str, str], checked: Sequence[str], context: Context) -> list[Choice]:
    """Every value (label by value) as a checkbox, those that the rule holds checked, and behind them what is gone."""
    gone = {one: GONE.say(context.language, key=one.rpartition(":")[2]) for one in checked if one not in known}
    places = {one: place for place, one in enumerate(checked)}
    return [Choice(one, label, one in places, place=places.get(one, 0)) for one, label in {**known, **gone}.items()]


def people_boxes(context: Context) -> dict[str, str]:
    """Whoever looks, then everybody."""
    everybody = [(str(person.id), person.name) for person in context.people.values()]
    return value_boxes([("me", ME.say(context.language)), *everybody])


def value_boxes(values: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {f"value:{value}": label for value, label in values}


def holds_lists(column: Column) -> bool:
    """Whether a cell holds several values: people, tags."""
    return "array" in column.type.value_schema(column.settings).get("type", ())


def finite(column: Column, context: Context) -> list[tuple[str, str]]:
    """Value and label of everything that the column may hold, where its value schema lists it; else nothing."""
    schema = column.type.value_schema(column.settings)
    if column.type.assigns:
        return [(str(person.id), person.name) for person in context.people.values()]
    schema = schema.get("items", schema)
    values = schema["enum"] if "enum" in schema else [True, False] if "boolean" in schema.get("type", ()) else []
    return [(edit_text(value), column.format(value, context)) for value in values if value is not None]


def checked_values(fields: Form, name: str) -> list[Any]:
    """The checked boxes of a list: text, or `{"token": …}`."""
    return [decoded(text) for text in in_order(fields, f"{name}.value") if ":" in text]


def in_order(fields: Form, name: str) -> list[str]:
    """The checked boxes of a list, in the order that the rule had, which `<name>.order` kept; new ones last."""
    checked = list(dict.fromkeys(fields.getall(name, [])))
    before = fields.get(f"{name}.order", "").split(",")
    return sorted(checked, key=lambda one: before.index(one) if one in before else len(before))


def encoded(given: Any) -> str:
    """A given as the value of an option: `token:today`, `value:low`."""
    form, content = form_of(given)
    if form == "value" and isinstance(content, list) and len(content) == 1:
        content = content[0]
    return f"{form}:{edit_text(content)}"


def decoded(text: str) -> Any:
    form, _, content = text.partition(":")
    return content if form == "value" else {form: content}


def form_of(given: Any) -> tuple[str, Any]:
    """`("column", "owner")` for `{"column": "owner"}`; ("value", given) for a plain value."""
    if isinstance(given, Mapping) and len(given) == 1 and (form := next(iter(given))) in SOURCES:
        return form, given[form]
    return "value", given
