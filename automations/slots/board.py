"""A board of the workspace, by its id."""

from automations.slot import Hole, Part, Slot
from engine.text import Text

NO_BOARD = Text(
    "this board no longer exists, or is not shared with you. Choose another one.",
    "ce tableau n’existe plus, ou n’est pas partagé avec vous. Choisissez-en un autre.",
)


class BoardSlot(Slot):
    name = "board"

    def read(self, hole: Hole) -> int:
        if hole.value not in hole.places.boards:
            raise hole.refusal(NO_BOARD)
        return int(hole.value)

    def say(self, hole: Hole) -> list[Part]:
        board = hole.places.boards.get(hole.value)
        return self.whole(hole, f"#{hole.value}" if board is None else board.title(hole.language))
