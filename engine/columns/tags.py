"""Any number of the column's options."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, literal, type_coerce
from sqlalchemy import Text as SqlText

from engine.choices import (
    LONGEST_FOUND,
    MOST_FOUND,
    find_option,
    label_of,
    new_options,
    options_of,
    options_schema,
    refusal,
)
from engine.column import BY_VALUE, FILLED, ColumnType, Example, Settings
from engine.columntext import one_line
from engine.context import Context
from engine.operator import Operand
from engine.operators import EMPTY, TAGS
from engine.sample import Guess, Sample, Wishes
from engine.sqltypes import KeyList, spelled
from engine.text import Text

MAX_TAGS = 30
BETWEEN = re.compile(r"[,;\n|]")
OFTEN, REPEATED = 0.2, 2
SETTINGS = {"options": new_options(["Urgent", "À relire", "Client"])}


class Tags(ColumnType):
    """The value is a list of keys in the order of the options, so that the same tags are the same value."""

    name = "tags"
    label = Text("Tags", "Étiquettes")
    icon = "tags"
    width = 190
    cell = "value"
    choices = True
    operators = {**TAGS, **EMPTY}
    aggregates = (BY_VALUE, FILLED)
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {"options": options_schema()}}
    examples = (
        Example("client, Urgent", ["urgent", "client"], "Urgent, Client", settings=SETTINGS),
        Example("a relire", ["a_relire"], "À relire", "fr", SETTINGS),
        Example("", None, "", settings=SETTINGS),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {
            "type": ["array", "null"],
            "items": {"enum": [option["key"] for option in options_of(settings)]},
            "minItems": 1,
            "maxItems": MAX_TAGS,
            "uniqueItems": True,
        }

    def sql_type(self, settings: Settings) -> KeyList:
        return KeyList()

    def parse(self, raw: object, settings: Settings, context: Context) -> list[str] | None:
        """Labels or keys, as a list or parted by commas; each once."""
        texts = [text for text in map(one_line, raw if isinstance(raw, list | tuple) else [raw]) if text]
        found = {key for text in texts for key in keys_in(text, settings, context)}
        return [option["key"] for option in options_of(settings) if option["key"] in found] or None

    def format(self, value: Sequence[str] | str | None, settings: Settings, context: Context) -> str:
        """The labels; one key alone is one label, as distributions name it."""
        labels = {option["key"]: label_of(option, context) for option in options_of(settings)}
        keys = [value] if isinstance(value, str) else value or ()
        return ", ".join(labels.get(key, key) for key in keys)

    def order(self, operand: Operand, settings: Settings) -> ColumnElement[Any]:
        """By the place of the first tag among the options, then by all of them."""
        held = type_coerce(operand.value, SqlText)
        places = [
            (held.startswith(f",{spelled(option['key'])},"), literal(f"{place:03}"))
            for place, option in enumerate(options_of(settings))
        ]
        return case(*places, else_=literal("999")).concat(held) if places else held

    def labels_in(self, text: str) -> Sequence[str]:
        return [label for label in map(one_line, BETWEEN.split(text)) if label]

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        """Few labels that come again and again, several of them in many a cell."""
        cells = [(self.labels_in(str(cell)), count) for cell, count in sample.values.items()]
        labels = list(dict.fromkeys(label for found, _ in cells for label in found))
        several = sum(count for found, count in cells if len(found) > 1)
        named = sum(len(found) * count for found, count in cells)
        if not labels or several < OFTEN * sample.filled or len(labels) > min(MOST_FOUND, named / REPEATED):
            return None
        short = sum(map(len, labels)) <= LONGEST_FOUND * len(labels)
        return Guess(0.65, {"options": new_options(labels)}) if short else None


def keys_in(text: str, settings: Settings, context: Context) -> list[str]:
    """The options that the parts of a text name; an option's own label may hold a comma. Raises Invalid."""
    options = options_of(settings)
    if whole := find_option(options, text, context):
        return [whole["key"]]
    parts, keys = [part for part in map(one_line, BETWEEN.split(text)) if part], list[str]()
    while parts:
        named = ((find_option(options, ", ".join(parts[:n]), context), n) for n in range(1, len(parts) + 1))
        option, length = next((pair for pair in named if pair[0]), (None, 0))
        if option is None:
            raise refusal(options, parts[0], context)
        keys.append(option["key"])
        parts = parts[length:]
    return keys
