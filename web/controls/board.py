"""A board of the workspace."""

from typing import Any

from automations.slot import Hole
from web.choices import GONE, Choice
from web.control import Control, Errors, chosen_id, given, one_of
from web.request import Form


class BoardControl(Control):
    name = "board"

    def draw(self, hole: Hole, errors: Errors) -> list[Choice]:
        held, boards = given(hole), hole.places.boards
        choices = [
            Choice(str(board_id), boards[board_id].title(hole.language), board_id == held) for board_id in boards
        ]
        return one_of(choices, hole, GONE.say(hole.language, key=f"#{held}"))

    def read(self, fields: Form, hole: Hole) -> Any:
        return chosen_id(fields, hole)
