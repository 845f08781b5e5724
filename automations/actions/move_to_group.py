"""Move the item to the end of a group of its board."""

from collections.abc import Mapping
from dataclasses import dataclass

from automations.action import Action, Effect, Example, Settings, Site, Subject
from automations.slot import Places
from automations.trigger import MOVE, Happening
from engine.commands.items import locked_item
from engine.commands.moving import move_items
from engine.context import Context
from engine.text import Text

SAID = Text("move the item to {group}", "déplacer l’élément vers {group}")


@dataclass(frozen=True)
class MoveItem(Effect):
    """Nothing happens to an item that is in the group already."""

    board_id: int
    item_id: int
    group_id: int

    def apply(self, site: Site) -> None:
        board = site.places.boards[self.board_id]
        if locked_item(site.session, board, self.item_id).group_id != self.group_id:
            move_items(site.session, site.actor, board, [self.item_id], self.group_id)

    def told(self, places: Places) -> str:
        title = places.groups[self.board_id].get(self.group_id, f"#{self.group_id}")
        return SAID.say(places.context.language, group=title)


class MoveToGroup(Action):
    name = "move_to_group"
    label = Text("Move to a group", "Déplacer vers un groupe")
    sentence = Text("move the item to {group}", "déplacer l’élément vers {group}")
    settings_schema = {
        "type": "object",
        "required": ["group"],
        "additionalProperties": False,
        "properties": {
            "group": {"type": "integer", "x-slot": "group", "x-labels": {"en": "a group", "fr": "un groupe"}}
        },
    }
    examples = (Example({"group": 2}, {"name": "Gloves"}, ["move the item to Lille"]),)

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        return [MoveItem(subject.board.id, subject.id, settings["group"])]

    def changes(self, settings: Settings, board_id: int) -> Mapping[int, frozenset[str]]:
        return {board_id: frozenset({MOVE})}
