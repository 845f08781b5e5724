"""Words as they are."""

from typing import Any

from automations.slot import Hole
from web.control import Control, Errors, given, name_of
from web.operand import MISSING
from web.request import Form


class TextControl(Control):
    name = "text"

    def draw(self, hole: Hole, errors: Errors) -> str:
        text = given(hole)
        return "" if text is MISSING else str(text)

    def read(self, fields: Form, hole: Hole) -> Any:
        text = fields.get(name_of(hole), "").replace("\r\n", "\n")
        return text if text.strip() else MISSING
