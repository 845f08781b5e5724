"""Several columns of the board, any of them."""

from typing import Any

from automations.slot import Hole
from web.choices import Choice, checkboxes, in_order
from web.control import Control, Errors, given, name_of
from web.operand import MISSING
from web.request import Form


class ColumnsControl(Control):
    name = "columns"

    def draw(self, hole: Hole, errors: Errors) -> list[Choice]:
        held = given(hole)
        labels = {key: column.label(hole.language) for key, column in hole.board.columns.items()}
        return checkboxes(labels, [] if held is MISSING else held, hole.context)

    def read(self, fields: Form, hole: Hole) -> Any:
        return in_order(fields, name_of(hole)) or MISSING
