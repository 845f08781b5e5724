"""Several columns of the board, any of them."""

from automations.slot import OR, Hole, Part, Slot, listed


class ColumnsSlot(Slot):
    name = "columns"

    def read(self, hole: Hole) -> list[str]:
        return [hole.column(key, place).key for place, key in enumerate(hole.value)]

    def say(self, hole: Hole) -> list[Part]:
        labels = [hole.column(key).label(hole.language) for key in hole.value]
        return self.whole(hole, listed(labels, hole.language, OR))
