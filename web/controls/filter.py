"""A filter tree, said as a state or as a change."""

from typing import Any

from automations.slot import Hole
from web.control import Control, Errors, given, name_of
from web.filter_fields import read_tree
from web.filter_form import Group, Pen, draw_tree
from web.operand import MISSING
from web.request import Form


class FilterControl(Control):
    name = "filter"
    tells = True

    def draw(self, hole: Hole, errors: Errors) -> Group:
        tree = given(hole)
        pen = Pen(hole.board, hole.context, hole.node.get("x-said", "state"), errors)
        return draw_tree(pen, None if tree is MISSING else tree, name_of(hole))

    def read(self, fields: Form, hole: Hole) -> Any:
        tree = read_tree(fields, name_of(hole), hole.board, hole.context)
        return MISSING if tree is None else tree
