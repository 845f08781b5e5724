"""A text that quotes cells of the item: the columns that can be quoted stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from automations.slot import Hole
from web.control import Control, Errors, Quote, given, name_of, quotable
from web.operand import MISSING
from web.request import Form


@dataclass(frozen=True, slots=True)
class Message:
    """The text as stored, and the columns that it may name in braces."""

    text: str
    columns: Sequence[Quote]


class MessageControl(Control):
    name = "message"

    def draw(self, hole: Hole, errors: Errors) -> Message:
        text = given(hole)
        return Message("" if text is MISSING else str(text), quotable(hole))

    def read(self, fields: Form, hole: Hole) -> Any:
        text = fields.get(name_of(hole), "").replace("\r\n", "\n")
        return text if text.strip() else MISSING
