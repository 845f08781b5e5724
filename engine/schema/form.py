"""Settings schema → what a form template draws, and back from what was typed to settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from engine.choices import completed, new_options
from engine.column import ColumnType, Settings
from engine.columntext import one_line
from engine.constraints import is_token, promises, settings_schema, settled
from engine.context import Context
from engine.errors import Invalid
from engine.numerals import parse_number
from engine.schema.meta import SETTINGS
from engine.schema.reasons import Schema, check
from engine.text import LANGUAGES, Language

SHORT = 255
SUGGESTED = 100
OFF = frozenset({"", "0", "false", "off"})
Form = Mapping[str, str]


class FormChoice(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One setting in a form; a promise is what the column asks of its values.

    `widget`: "text", "textarea", "number", "checkbox", "select", or the schema's own `x-widget`:

    - "value": a value of the column as people type it, `choices` are suggestions.
    - "currency": like "select", with many choices.
    - "options": `value` is the list of options, `choices` are the colours, `parts` the names of an option's entries.
      Its inputs are called `{name}.{place}.key`, `.en`, `.fr`, `.color` and, where `parts` has it, `.done`, places
      counted from 0 (gaps may be left); a new line has an empty key; a line without any label is left out. Where only
      labels are known, one input called `{name}` holds one label a line.
    """

    name: str
    label: str
    widget: str
    value: Any
    choices: Sequence[FormChoice] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    required: bool = False
    parts: Sequence[str] = ()
    is_promise: bool = False


def settings_form(kind: ColumnType, settings: Mapping[str, Any], context: Context) -> list[FormField]:
    """What to draw, in the schema's order; a setting that is not given shows its default."""
    schema = settings_schema(kind)
    required = schema.get("required", ())
    fields = [
        form_field(name, part, settings.get(name, part.get("default")), context.language, required=name in required)
        for name, part in schema["properties"].items()
    ]
    return [promised(kind, one, settings, context) if one.name in promises(kind) else one for one in fields]


def promised(kind: ColumnType, field: FormField, settings: Settings, context: Context) -> FormField:
    """A promise about values as it is drawn; its bounds and default are typed as people type a cell."""
    if field.widget != "value":
        return replace(field, is_promise=True)
    words = list(kind.tokens.values()) if field.name == "default" else []
    if "boolean" in kind.value_schema(settings).get("type", ()):
        return replace(field, is_promise=True, widget="checkbox")
    shown = [text.say(context.language) for text in words] + known_values(kind, settings, context)
    suggested = [FormChoice(text, text) for text in shown]
    value = None if field.value is None else typed_text(kind, field.value, settings, context)
    return replace(field, is_promise=True, value=value, choices=suggested)


def known_values(kind: ColumnType, settings: Settings, context: Context) -> list[str]:
    """The values of a type that has few: options, people."""
    if kind.choices:
        return [kind.format(option["key"], settings, context) for option in settings.get("options", ())]
    return [person.name for person in context.people.values()][:SUGGESTED] if kind.assigns else []


def typed_text(kind: ColumnType, value: Any, settings: Settings, context: Context) -> str:
    """The text that is read back as this value or word."""
    if is_token(value):
        return kind.tokens[value["token"]].say(context.language)
    exact = {name: setting for name, setting in settings.items() if name != kind.rounding}
    return kind.format(value, exact, context)


def form_field(name: str, schema: Schema, value: Any, language: Language, *, required: bool) -> FormField:
    parts = schema.get("items", {}).get("properties", {})
    return FormField(
        name=name,
        label=schema["x-labels"][language],
        widget=schema.get("x-widget") or plain_widget(schema),
        value=value,
        choices=choices_of(parts.get("color", schema), language),
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        max_length=schema.get("maxLength"),
        required=required,
        parts=tuple(parts),
    )


def plain_widget(schema: Schema) -> str:
    if "enum" in schema:
        return "select"
    if schema.get("type") in {"integer", "number"}:
        return "number"
    if schema.get("type") == "boolean":
        return "checkbox"
    return "text" if schema.get("maxLength", SHORT) <= SHORT else "textarea"


def choices_of(schema: Schema, language: Language) -> list[FormChoice]:
    labels = schema.get("x-choices", {})
    return [FormChoice(value, labels.get(value, {}).get(language, value)) for value in schema.get("enum", ())]


def parse_form(kind: ColumnType, form: Form, context: Context) -> dict[str, Any]:
    """Settings of typed text; what was left empty is left out. Raises Invalid, its field the setting's name."""
    schema = settings_schema(kind)
    found: dict[str, Any] = {}
    for name, part in schema["properties"].items():
        try:
            value = read(name, part, form, context.language)
        except Invalid as error:
            error.field = name
            raise
        if value is not None and not (name in promises(kind) and value is False):
            found[name] = value
    check(schema, found, SETTINGS)
    return settled(kind, found, context)


def read(name: str, schema: Schema, form: Form, language: Language) -> Any:
    special = READERS.get(schema.get("x-widget", ""))
    if special:
        return special(name, form)
    typed = form.get(name, "").strip()
    if schema.get("type") == "boolean":
        return typed not in OFF
    if schema.get("type") in {"integer", "number"}:
        return parse_number(typed, language)
    return one_line(typed) if plain_widget(schema) == "text" else typed or None


def read_options(name: str, form: Form) -> list[dict[str, Any]]:
    """A list of labels, or the inputs of each option in the order of their places."""
    if name in form:
        return new_options(form[name].splitlines())
    places = {part for part in (key.split(".")[1] for key in form if key.startswith(f"{name}.")) if part.isdecimal()}
    options = (read_option(f"{name}.{place}", form) for place in sorted(places, key=int))
    return completed([option for option in options if option["labels"]])


def read_option(prefix: str, form: Form) -> dict[str, Any]:
    labels = {language: one_line(form.get(f"{prefix}.{language}")) for language in LANGUAGES}
    entries = {part: form.get(f"{prefix}.{part}", "").strip() for part in ("key", "color")}
    done = {"done": True} if form.get(f"{prefix}.done", "") not in OFF else {}
    filled = {language: label for language, label in labels.items() if label}
    return {"labels": filled, **{part: entry for part, entry in entries.items() if entry}, **done}


READERS: Mapping[str, Callable[[str, Form], Any]] = {"options": read_options}
