"""Create an item in this board or another one, with values copied from the item that set the rule off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from automations.action import Action, Effect, Example, Settings, Site, Subject
from automations.slot import Places
from automations.trigger import CREATION, Happening
from automations.values import given_by, landed, said_cells
from engine.commands.items import create_item
from engine.context import Context
from engine.text import Text

CREATE = Text("create an item in {board}: {cells}", "créer un élément dans {board} : {cells}")
CELL = Text("{column} = {value}", "{column} = {value}")


@dataclass(frozen=True)
class NewItem(Effect):
    """`values` as `automations/values.py` gives them; without a group it goes to the board's first."""

    board_id: int
    group_id: int | None
    values: Mapping[str, Any]

    def apply(self, site: Site) -> None:
        board = site.places.boards[self.board_id]
        create_item(
            site.session, site.actor, board, landed(board, self.values, {}, site.context), group_id=self.group_id
        )

    def told(self, places: Places) -> str:
        language = places.context.language
        return CREATE.say(
            language,
            board=places.boards[self.board_id].title(language),
            cells=said_cells(places, self.board_id, self.values, CELL),
        )


class CreateItem(Action):
    name = "create_item"
    label = Text("Create an item", "Créer un élément")
    sentence = Text(
        "create an item in {board}[, in the group {group},] with {values}",
        "créer un élément dans {board}[, dans le groupe {group},] avec {values}",
    )
    settings_schema = {
        "type": "object",
        "required": ["board", "values"],
        "additionalProperties": False,
        "properties": {
            "board": {"type": "integer", "x-slot": "board", "x-labels": {"en": "a board", "fr": "un tableau"}},
            "group": {"type": "integer", "x-slot": "group", "x-labels": {"en": "a group", "fr": "un groupe"}},
            "values": {
                "type": "object",
                "required": ["name"],
                "x-slot": "values",
                "x-labels": {"en": "values", "fr": "des valeurs"},
            },
        },
    }
    examples = (
        Example(
            {"board": 1, "values": {"name": {"message": "Order {name}"}}},
            {"name": "Gloves"},
            ["create an item in Stock: Name = Order Gloves"],
        ),
        Example(
            {"board": 1, "group": 2, "values": {"name": {"column": "name"}, "quantity": 10}},
            {"name": "Gloves"},
            ["create an item in Stock: Name = Gloves and Quantity = 10"],
        ),
    )

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        values = given_by(subject.values, subject.board, settings["values"], context)
        return [NewItem(settings["board"], settings.get("group"), values)]

    def changes(self, settings: Settings, board_id: int) -> Mapping[int, frozenset[str]]:
        return {settings["board"]: frozenset({CREATION})}
