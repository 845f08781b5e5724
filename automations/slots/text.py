"""Words as they are."""

from automations.slot import Hole, Part, Slot, quoted


class TextSlot(Slot):
    name = "text"

    def read(self, hole: Hole) -> str:
        return str(hole.value)

    def say(self, hole: Hole) -> list[Part]:
        return self.whole(hole, quoted(hole.value, hole.language))
