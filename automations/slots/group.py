"""A manual group of the board, by its id."""

from automations.slot import Hole, Part, Slot
from engine.text import Text

NO_GROUP = Text("this group no longer exists. Choose another one.", "ce groupe n’existe plus. Choisissez-en un autre.")


class GroupSlot(Slot):
    name = "group"

    def read(self, hole: Hole) -> int:
        if hole.value not in hole.places.groups.get(hole.board.id, {}):
            raise hole.refusal(NO_GROUP)
        return int(hole.value)

    def say(self, hole: Hole) -> list[Part]:
        return self.whole(hole, hole.places.groups.get(hole.board.id, {}).get(hole.value, f"#{hole.value}"))
