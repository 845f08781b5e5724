"""A value of the column that another slot names; left open, it means any value."""

from typing import Any

from automations.slot import Hole
from engine.schema.document import Column
from web.choices import EMPTY, Choice, value_choices
from web.control import Control, Errors, given, label_of, name_of
from web.operand import MISSING, Operand, draw_operand, read_operand
from web.request import Form


class ValueOfControl(Control):
    name = "value_of"

    def draw(self, hole: Hole, errors: Errors) -> Operand | None:
        """None until the column is chosen."""
        column = named(hole)
        if column is None:
            return None
        listed = [choice for choice in value_choices(column, hole.context) if choice.value]
        offered = [Choice("", label_of(hole)), Choice("empty", EMPTY.say(hole.language)), *listed]
        return draw_operand(name_of(hole), column, hole.context, given(hole), offered)

    def read(self, fields: Form, hole: Hole) -> Any:
        column = named(hole)
        return MISSING if column is None else read_operand(fields, name_of(hole), column, hole.context)


def named(hole: Hole) -> Column | None:
    """The first of the columns that the slot's argument names."""
    keys = hole.settings.get(hole.argument) or ()
    return hole.board.columns.get(keys[0] if isinstance(keys, list) else keys) if keys else None
