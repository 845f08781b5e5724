"""Columns whose values are options: what they share, and how a list of options is made from labels or from a form."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, case

from engine.column import BY_VALUE, FILLED, ColumnType, Settings
from engine.columntext import excerpt, one_line
from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold
from engine.operator import Operand
from engine.operators import CHOICE, EMPTY, EQUAL
from engine.sample import Sample
from engine.text import LANGUAGES, Text

Option = dict[str, Any]
"""`{"key", "labels": {"en"?, "fr"?}, "color", "done"?}`: one label at least."""

COLORS: Mapping[str, Text] = {
    "green": Text("Green", "Vert"),
    "amber": Text("Amber", "Ambre"),
    "red": Text("Red", "Rouge"),
    "blue": Text("Blue", "Bleu"),
    "violet": Text("Violet", "Violet"),
    "pink": Text("Pink", "Rose"),
    "slate": Text("Slate", "Ardoise"),
    "teal": Text("Teal", "Turquoise"),
}
MAX_OPTIONS = 200
MAX_KEY = 64
MAX_LABEL = 80
MOST_FOUND, LONGEST_FOUND = 20, 30
LISTED = 5

UNKNOWN = Text(
    "“{typed}” is not an option of this column. Choose one of: {options}",
    "« {typed} » n’est pas une option de cette colonne. Choisissez parmi : {options}",
)
NO_OPTIONS = Text(
    "This column has no options yet. Add some in the column’s settings.",
    "Cette colonne n’a pas encore d’options. Ajoutez-en dans les réglages de la colonne.",
)


def options_schema(default: Sequence[Option] = (), *, done: bool = False) -> dict[str, Any]:
    """The settings schema of a list of options; `done` lets an option mean that the work is finished."""
    label = {"type": "string", "minLength": 1, "maxLength": MAX_LABEL}
    parts: dict[str, Any] = {
        "key": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "x-labels": {"en": "Key", "fr": "Clé"}},
        "labels": {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, label),
            "additionalProperties": False,
            "minProperties": 1,
            "x-labels": {"en": "Label", "fr": "Libellé"},
        },
        "color": {
            "enum": list(COLORS),
            "x-choices": {color: text._asdict() for color, text in COLORS.items()},
            "x-labels": {"en": "Colour", "fr": "Couleur"},
        },
    }
    if done:
        parts["done"] = {"type": "boolean", "x-labels": {"en": "Means done", "fr": "Signifie terminé"}}
    return {
        "type": "array",
        "maxItems": MAX_OPTIONS,
        "items": {
            "type": "object",
            "properties": parts,
            "required": ["key", "labels", "color"],
            "additionalProperties": False,
        },
        "default": list(default),
        "x-labels": {"en": "Options", "fr": "Options"},
        "x-widget": "options",
        "x-unique": "key",
    }


class Choice(ColumnType):
    """One of the column's options; the value is its key."""

    cell = "value"
    choices = True
    operators = {**EQUAL, **CHOICE, **EMPTY}
    aggregates = (BY_VALUE, FILLED)

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"enum": [*(option["key"] for option in options_of(settings)), None]}

    def sql_type(self, settings: Settings) -> String:
        return String(MAX_KEY)

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        typed = one_line(raw)
        if typed is None:
            return None
        options = options_of(settings)
        found = find_option(options, typed, context)
        if found is None:
            raise refusal(options, typed, context)
        return str(found["key"])

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        option = next((option for option in options_of(settings) if option["key"] == value), None)
        return label_of(option, context) if option else value or ""

    def order(self, operand: Operand, settings: Settings) -> ColumnElement[Any]:
        """The options' own order."""
        places = {option["key"]: place for place, option in enumerate(options_of(settings))}
        return case(places, value=operand.value, else_=len(places)) if places else operand.value


def options_of(settings: Settings) -> Sequence[Option]:
    options: Sequence[Option] = settings.get("options", ())
    return options


def label_of(option: Option, context: Context) -> str:
    labels = option["labels"]
    return str(labels.get(context.language) or next(iter(labels.values())))


def find_option(options: Sequence[Option], typed: str, context: Context) -> Option | None:
    return same_option(options, typed) or like_option(options, fold(typed), context)


def same_option(options: Sequence[Option], typed: str) -> Option | None:
    """By its exact key, else by an exact label: what nearly every value is."""
    by_key = (option for option in options if option["key"] == typed)
    by_label = (option for option in options if typed in option["labels"].values())
    return next(by_key, None) or next(by_label, None)


def like_option(options: Sequence[Option], typed: str, context: Context) -> Option | None:
    """Ignoring case and accents: by label in the reader's language, then in the others, then by key."""
    languages = sorted(LANGUAGES, key=lambda language: language != context.language)
    for language in languages:
        for option in options:
            if folded(option["labels"].get(language, "")) == typed:
                return option
    return next((option for option in options if folded(option["key"]) == typed), None)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    return fold(text)


def refusal(options: Sequence[Option], typed: str, context: Context) -> Invalid:
    if not options:
        return Invalid(NO_OPTIONS)
    listed = ", ".join(label_of(option, context) for option in options[:LISTED])
    return Invalid(UNKNOWN, typed=excerpt(typed), options=listed + (", …" if len(options) > LISTED else ""))


def new_options(labels: Iterable[str]) -> list[Option]:
    """Options for labels that are the same in both languages: readable keys of their own, colours in turn."""
    return completed([{"labels": dict.fromkeys(LANGUAGES, label)} for label in distinct(labels)])


def distinct(labels: Iterable[str]) -> list[str]:
    """Each label once, ignoring case and accents; empty ones left out, long ones cut."""
    found: dict[str, str] = {}
    for label in filter(None, map(one_line, labels)):
        found.setdefault(fold(label), label[:MAX_LABEL].strip())
    return list(found.values())


def completed(options: Sequence[Option]) -> list[Option]:
    """Options in the same order, with a key and a colour where they had none."""
    taken = {option["key"] for option in options if option.get("key")}
    done = []
    for place, option in enumerate(options):
        key = option.get("key") or new_key(next(iter(option["labels"].values())), taken)
        taken.add(key)
        color = option.get("color") or list(COLORS)[place % len(COLORS)]
        done.append({**option, "key": key, "color": color})
    return done


def new_key(label: str, taken: set[str]) -> str:
    slug = "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(label)).split())[:40] or "option"
    key, number = slug, 2
    while key in taken:
        key, number = f"{slug}_{number}", number + 1
    return key


def are_choices(sample: Sample, repeated: float) -> bool:
    """Whether what a column of a file holds is few, short, and comes again and again."""
    values = sample.values
    if not 0 < len(values) <= MOST_FOUND or len(values) > sample.filled * repeated:
        return False
    return sum(len(text) for text in sample.texts()) <= LONGEST_FOUND * len(values)


def options_found(sample: Sample) -> list[Option]:
    return new_options(" ".join(text.split()) for text in sample.texts())
