"""Put the item into the trash, from which people can bring it back for 30 days."""

from dataclasses import dataclass

from automations.action import Action, Effect, Example, Settings, Site, Subject
from automations.slot import Places
from automations.trigger import Happening
from engine.commands.placing import delete_items
from engine.context import Context
from engine.text import Text

DELETE = Text("delete the item", "supprimer l’élément")


@dataclass(frozen=True)
class DeleteItem(Effect):
    board_id: int
    item_id: int

    def apply(self, site: Site) -> None:
        delete_items(site.session, site.actor, site.places.boards[self.board_id], [self.item_id])

    def told(self, places: Places) -> str:
        return DELETE.say(places.context.language)


class DeleteItemAction(Action):
    name = "delete_item"
    label = Text("Delete the item", "Supprimer l’élément")
    sentence = DELETE
    settings_schema = {"type": "object", "properties": {}, "additionalProperties": False}
    examples = (Example({}, {"name": "Gloves"}, ["delete the item"]),)

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        return [DeleteItem(subject.board.id, subject.id)]
