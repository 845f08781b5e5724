"""One value in a form: typed, chosen, or taken from elsewhere; the same for filters, conditions and rules.

A form names it by two controls: `<name>.with` says where it comes from, `<name>.value` holds what was typed.

    with = value · value:low · column:reorder_level · token:today · empty · increment · message · "" (nothing chosen)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from engine.context import Context
from engine.errors import Invalid
from engine.schema.document import Column
from web.choices import GONE, Choice, checkboxes, checked_values, encoded, finite, form_of, holds_lists, value_boxes
from web.render import edit_text
from web.request import Form


class Missing(Enum):
    """Nothing was chosen or typed: unlike None, which is the empty cell."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Operand:
    """What `filters/_operand.html` draws. `control`: which input stands behind the choice of the source, if any.

    "typed" is the column's own editor; "many" is a list of checkboxes; "text", "days" and "message" are plain inputs.
    """

    name: str
    column: Column
    context: Context
    control: str = ""
    sources: Sequence[Choice] = ()
    many: Sequence[Choice] = ()
    value: Any = None
    text: str = ""

    @property
    def chosen(self) -> str:
        return next((choice.value for choice in self.sources if choice.chosen), "")

    @property
    def prefix(self) -> bool:
        """Whether the source is said before what was typed: "its value plus 5"."""
        return bool(self.control) and self.chosen not in ("", "value", "message")

    @property
    def filled(self) -> bool:
        return (
            bool(self.control and self.text)
            or bool(self.chosen not in ("", "value"))
            or any(c.chosen for c in self.many)
        )


def typed_text(column: Column, value: Any, context: Context) -> str:
    """What stands in the input: the whole value as people write it; what could not be read stays as it was typed."""
    try:
        return column.exact(column.parse(value, context), context)
    except Invalid:
        return str(value)


def literal(fields: Form, name: str, column: Column, context: Context) -> Any:
    """What was typed, as a value; as it was typed when the column cannot read it, for the check to say why."""
    raw = [text for text in fields.getall(f"{name}.value", []) if text.strip()]
    if not raw:
        return MISSING
    return parsed(column, raw if len(raw) > 1 else raw[0], context)


def parsed(column: Column, raw: Any, context: Context) -> Any:
    try:
        return column.parse(raw, context)
    except Invalid:
        return raw


def read_operand(fields: Form, name: str, column: Column, context: Context) -> Any:
    """MISSING, a value, None for the empty cell, or `{"column" | "token" | "increment" | "message": …}`."""
    form, listed, content = (fields.get(f"{name}.with") or from_list(fields, name, column, context)).partition(":")
    if form == "value" and holds_lists(column):
        chosen = [one for one in checked_values(fields, name) if isinstance(one, str)]
        return parsed(column, chosen, context) if chosen else MISSING
    if form == "value":
        return parsed(column, content, context) if listed else literal(fields, name, column, context)
    reader = READERS.get(form)
    return reader(content, fields, name, column, context) if reader else MISSING


def from_list(fields: Form, name: str, column: Column, context: Context) -> str:
    """The source of a form without a choice of it; the first box where several could be checked before."""
    if f"{name}.with" in fields:
        return ""
    boxes = [] if holds_lists(column) or not finite(column, context) else fields.getall(f"{name}.value", [])
    return next((box for box in boxes if ":" in box), "value")


READERS: Mapping[str, Callable[[str, Form, str, Column, Context], Any]] = {
    "column": lambda content, *_: {"column": content},
    "token": lambda content, *_: {"token": content},
    "empty": lambda *_: None,
    "message": lambda _, fields, name, *__: {"message": fields.get(f"{name}.value", "").replace("\r\n", "\n")},
    "increment": lambda _, fields, name, column, context: {"increment": step(literal(fields, name, column, context))},
}


def step(amount: Any) -> Any:
    return 1 if amount is MISSING else amount


def draw_operand(name: str, column: Column, context: Context, given: Any, offered: Sequence[Choice]) -> Operand:
    """`offered` are the sources in their order; a value that is none of them is shown as gone."""
    (form, content), values = form_of(given), finite(column, context)
    if given is MISSING:
        own = offered[0].value if offered and offered[0].value in ("", "value") else ""
    else:
        own = source_of(form, content, listed=bool(values) and not holds_lists(column))
    operand = Operand(
        name, column, context, sources=with_chosen(offered, own, context), value=None if given is MISSING else content
    )
    if own == "value" and holds_lists(column):
        held = content if isinstance(content, list) else []
        return replace(
            operand, control="many", many=checkboxes(value_boxes(values), [encoded(one) for one in held], context)
        )
    if own in ("value", "increment"):
        return replace(operand, control="typed", text="" if given is MISSING else typed_text(column, content, context))
    return replace(operand, control="message", text=str(content)) if own == "message" else operand


def source_of(form: str, content: Any, *, listed: bool) -> str:
    """The option of `with` that stands for a given."""
    if form in ("column", "token"):
        return f"{form}:{content}"
    if form == "value" and content is None:
        return "empty"
    return f"value:{edit_text(content)}" if form == "value" and listed else form


def with_chosen(offered: Sequence[Choice], own: str, context: Context) -> list[Choice]:
    choices = [replace(choice, chosen=choice.value == own) for choice in offered]
    if own and not any(choice.chosen for choice in choices):
        choices.append(Choice(own, GONE.say(context.language, key=own.partition(":")[2] or own), chosen=True))
    return choices
