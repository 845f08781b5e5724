"""One column of the board, by its key."""

from automations.slot import Hole, Part, Slot


class ColumnSlot(Slot):
    name = "column"

    def read(self, hole: Hole) -> str:
        return hole.column(hole.value).key

    def say(self, hole: Hole) -> list[Part]:
        return self.whole(hole, hole.column(hole.value).label(hole.language))
