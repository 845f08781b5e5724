"""Columns of the board and what each is set to; `x-entry` says how one of them reads."""

from typing import Any

from automations.slot import Hole, Part, Slot
from automations.values import read_given, say_given

ENTRY = {"en": "{column} = {value}", "fr": "{column} = {value}"}


class ValuesSlot(Slot):
    name = "values"

    def read(self, hole: Hole) -> dict[str, Any]:
        return {key: read_given(hole, key, given) for key, given in hole.value.items()}

    def say(self, hole: Hole) -> list[Part]:
        parts: list[Part] = []
        for key, given in hole.value.items():
            parts += [Part(" et " if hole.language == "fr" else " and ")] if parts else []
            parts.append(Part(entry(hole, key, given), (*hole.path, key), self.name, given))
        return parts


def entry(hole: Hole, key: str, given: object) -> str:
    column = hole.column(key)
    value = say_given(column, given, hole.home, hole.context)
    return str(hole.node.get("x-entry", ENTRY)[hole.language]).format(column=column.label(hole.language), value=value)
