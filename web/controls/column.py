"""One column of the board."""

from typing import Any

from automations.slot import Hole
from web.choices import GONE, Choice
from web.control import Control, Errors, given, name_of, one_of
from web.operand import MISSING
from web.request import Form


class ColumnControl(Control):
    name = "column"

    def draw(self, hole: Hole, errors: Errors) -> list[Choice]:
        held = given(hole)
        columns = [Choice(key, column.label(hole.language), key == held) for key, column in hole.board.columns.items()]
        return one_of(columns, hole, GONE.say(hole.language, key=held))

    def read(self, fields: Form, hole: Hole) -> Any:
        return fields.get(name_of(hole), "") or MISSING
