"""A text that may quote cells of the item: `{name} is low: {quantity}`."""

from automations.message import keys_of, labelled
from automations.slot import Hole, Part, Slot, quoted


class MessageSlot(Slot):
    name = "message"

    def read(self, hole: Hole) -> str:
        for key in keys_of(hole.value):
            hole.column(key, board=hole.home)
        return str(hole.value)

    def say(self, hole: Hole) -> list[Part]:
        return self.whole(hole, quoted(labelled(hole.value, hole.home, hole.context), hole.language))
