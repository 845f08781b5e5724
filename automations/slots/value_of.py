"""A value that a column accepts: `value_of:columns` is one for each of the columns that the setting `columns` names."""

from typing import Any

from automations.slot import Hole, Part, Slot
from engine.errors import Invalid
from engine.schema.document import Column
from engine.text import Text

EMPTY = Text("empty", "vide")


class ValueOf(Slot):
    name = "value_of"

    def read(self, hole: Hole) -> Any:
        try:
            values = [column.parse(hole.value, hole.context) for column in columns(hole)]
        except Invalid as error:
            raise hole.repeated(error) from None
        return values[0] if values else hole.value

    def say(self, hole: Hole) -> list[Part]:
        column = columns(hole)[0]
        return self.whole(
            hole, column.format(column.parse(hole.value, hole.context), hole.context) or EMPTY.say(hole.language)
        )


def columns(hole: Hole) -> list[Column]:
    named = hole.settings.get(hole.argument, ())
    return [hole.column(key) for key in (named if isinstance(named, list) else [named])]
