"""Columns and what each is set to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automations.slot import Hole
from engine.schema.document import Column
from engine.text import Text
from web.choices import EMPTY, GONE, Choice, column_choices, value_choices, word_choices
from web.control import Control, Errors, Quote, given, label_of, name_of, quotable
from web.filter_fields import places
from web.operand import MISSING, Operand, draw_operand, read_operand
from web.request import Form

ENTRY = {"en": "{column} = {value}", "fr": "{column} = {value}"}
PLACEHOLDER = re.compile(r"\{(?:column|value)\}")
STEP = Text("its value plus", "sa valeur plus")
MESSAGE = Text("a text with columns…", "un texte avec des colonnes…")


@dataclass(frozen=True, slots=True)
class Entry:
    """One column and its value; `words` stand before, between and behind the two."""

    name: str
    words: Sequence[str]
    columns: Sequence[Choice]
    operand: Operand | None
    quotable: Sequence[Quote]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """`more` chooses one more column."""

    entries: Sequence[Entry]
    more: str
    columns: Sequence[Choice]
    error: str = ""


class ValuesControl(Control):
    name = "values"
    tells = True

    def draw(self, hole: Hole, errors: Errors) -> Entries:
        held = given(hole)
        values: Mapping[str, Any] = {} if held is MISSING else held
        entries = [entry(hole, f"{name_of(hole)}.{place}", key, values, errors) for place, key in enumerate(values)]
        more = f"{name_of(hole)}.{len(values)}"
        return Entries(entries, more, choices(hole, values, ""), errors.get(name_of(hole), ""))

    def read(self, fields: Form, hole: Hole) -> Any:
        name, read = name_of(hole), {}
        for place in places(fields, name):
            key = fields.get(f"{name}.{place}.column", "")
            if key and fields.get("remove") != f"{name}.{place}":
                read[key] = value_of(fields, f"{name}.{place}", hole, key)
        return read or MISSING

    def gaps(self, hole: Hole) -> list[str]:
        return [key for key, value in given(hole).items() if value == ""]


def value_of(fields: Form, name: str, hole: Hole, key: str) -> Any:
    """What the column is set to; the empty text until something is chosen. Another column's value is not kept."""
    column = hole.board.columns.get(key)
    if column is None or fields.get(f"{name}.was", key) != key:
        return ""
    value = read_operand(fields, name, column, hole.context)
    return "" if value is MISSING else value


def entry(hole: Hole, name: str, key: str, values: Mapping[str, Any], errors: Errors) -> Entry:
    column, value = hole.board.columns.get(key), values[key]
    words = PLACEHOLDER.split(str(hole.node.get("x-entry", ENTRY)[hole.language]))
    operand = (
        None
        if column is None
        else draw_operand(name, column, hole.context, MISSING if value == "" else value, offered(hole, column))
    )
    error = errors.get(f"{name_of(hole)}.{key}", "")
    return Entry(name, words, choices(hole, values, key), operand, quotable(hole), error)


def choices(hole: Hole, values: Mapping[str, Any], key: str) -> list[Choice]:
    """Columns that can be set and are not set yet, and the one that is chosen."""
    free = [
        column
        for column in hole.board.columns.values()
        if not column.type.read_only and (column.key == key or column.key not in values)
    ]
    gone = [Choice(key, GONE.say(hole.language, key=key), chosen=True)] if key and key not in hole.board.columns else []
    return [
        Choice("", f"{label_of(hole)}…", not key),
        *(Choice(column.key, column.label(hole.language), column.key == key) for column in free),
        *gone,
    ]


def offered(hole: Hole, column: Column) -> list[Choice]:
    """Where the value may come from."""
    kinds = column.type.value_schema(column.settings).get("type", ())
    schema = column.type.value_schema(column.settings)
    extra = [] if column.required else [Choice("empty", EMPTY.say(hole.language))]
    extra += [Choice("increment", STEP.say(hole.language))] if "number" in kinds else []
    extra += [Choice("message", MESSAGE.say(hole.language))] if "string" in kinds and "format" not in schema else []
    others = [other for other in hole.home.columns.values() if other.id != column.id or hole.home.id != hole.board.id]
    return [
        *value_choices(column, hole.context),
        *extra,
        *word_choices(column, hole.context),
        *column_choices(others, hole.context),
    ]
