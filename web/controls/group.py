"""A manual group of the board."""

from typing import Any

from automations.slot import Hole
from web.choices import GONE, Choice
from web.control import Control, Errors, chosen_id, given, one_of
from web.request import Form


class GroupControl(Control):
    name = "group"

    def draw(self, hole: Hole, errors: Errors) -> list[Choice]:
        held, groups = given(hole), hole.places.groups.get(hole.board.id, {})
        choices = [Choice(str(group_id), title, group_id == held) for group_id, title in groups.items()]
        return one_of(choices, hole, GONE.say(hole.language, key=f"#{held}"))

    def read(self, fields: Form, hole: Hole) -> Any:
        return chosen_id(fields, hole)
