"""When an item is created, by hand, by form, by a rule, or by an import that runs rules."""

from automations.trigger import CREATION, Example, Happening, Match, Settings, State, Trigger
from engine.events import EventKind
from engine.text import Text


class ItemCreated(Trigger):
    name = "item_created"
    label = Text("An item is created", "Un élément est créé")
    sentence = Text("When an item is created", "Quand un élément est créé")
    settings_schema = {"type": "object", "properties": {}, "additionalProperties": False}
    listens_to = frozenset({EventKind.ITEM_CREATED})
    examples = (
        Example({}, None, {"name": "Gloves"}, fires=True),
        Example({}, {"name": "Gloves", "quantity": 3}, {"name": "Gloves", "quantity": 2}, fires=False),
    )

    def matches(self, happening: Happening, settings: Settings, before: State | None, after: State) -> Match | None:
        return Match() if happening.kind in self.listens_to else None

    def watches(self, settings: Settings) -> frozenset[str]:
        return frozenset({CREATION})
