"""Set cells of the item: to a value, another cell's content, a step up or down, today, a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from automations.action import Action, Effect, Example, Settings, Site, Subject
from automations.slot import Places
from automations.trigger import Happening
from automations.values import given_by, landed, said_cells
from engine.commands.items import change_held, locked_item
from engine.context import Context
from engine.text import Text

SET = Text("set {cells}", "mettre {cells}")
CELL = Text("{column} to {value}", "{column} à {value}")


@dataclass(frozen=True)
class SetCells(Effect):
    """`values` as `automations/values.py` gives them."""

    board_id: int
    item_id: int
    values: Mapping[str, Any]

    def apply(self, site: Site) -> None:
        """The item is locked before it is read, so that a step is taken from what the cell really holds."""
        board = site.places.boards[self.board_id]
        current = locked_item(site.session, board, self.item_id)
        wanted = landed(board, self.values, current.values, site.context)
        change_held(site.session, site.actor, board, current, wanted)

    def told(self, places: Places) -> str:
        return SET.say(places.context.language, cells=said_cells(places, self.board_id, self.values, CELL))


class SetColumns(Action):
    name = "set_columns"
    label = Text("Set columns", "Modifier des colonnes")
    sentence = Text("set {values}", "mettre {values}")
    settings_schema = {
        "type": "object",
        "required": ["values"],
        "additionalProperties": False,
        "properties": {
            "values": {
                "type": "object",
                "minProperties": 1,
                "x-slot": "values",
                "x-labels": {"en": "a column", "fr": "une colonne"},
                "x-entry": {"en": "{column} to {value}", "fr": "{column} à {value}"},
            }
        },
    }
    examples = (
        Example({"values": {"status": "low"}}, {"name": "Gloves"}, ["set Status to Low"]),
        Example({"values": {"quantity": {"increment": -1}}}, {"quantity": 3}, ["set Quantity to Quantity − 1"]),
        Example({"values": {"reorder_level": {"column": "quantity"}}}, {"quantity": 3}, ["set Reorder level to 3"]),
        Example(
            {"values": {"expected_on": {"token": "today"}, "fragile": True}},
            {},
            ["set Expected on to today and Fragile to Yes"],
        ),
        Example(
            {"values": {"notes": {"message": "Reorder {name}"}}}, {"name": "Gloves"}, ["set Notes to Reorder Gloves"]
        ),
    )

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        return [
            SetCells(subject.board.id, subject.id, given_by(subject.values, subject.board, settings["values"], context))
        ]

    def changes(self, settings: Settings, board_id: int) -> Mapping[int, frozenset[str]]:
        return {board_id: frozenset(settings["values"])}
