"""When an item begins to meet a condition: it does now and did not before, or was created so."""

from automations.trigger import CREATION, Example, Happening, Match, Settings, State, Trigger
from engine.events import EventKind
from engine.filters import columns_of
from engine.text import Text

LOW = {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}}


class StartsMatching(Trigger):
    name = "starts_matching"
    label = Text("An item starts to meet a condition", "Un élément commence à remplir une condition")
    sentence = Text("When {filter}", "Quand {filter}")
    settings_schema = {
        "type": "object",
        "required": ["filter"],
        "additionalProperties": False,
        "properties": {
            "filter": {
                "$ref": "#/$defs/filter",
                "x-slot": "filter",
                "x-said": "change",
                "x-labels": {"en": "a condition is met", "fr": "une condition est remplie"},
            }
        },
    }
    listens_to = frozenset({EventKind.ITEM_CREATED, EventKind.ITEM_CHANGED})
    examples = (
        Example({"filter": LOW}, {"quantity": 9, "reorder_level": 5}, {"quantity": 4, "reorder_level": 5}, fires=True),
        Example({"filter": LOW}, {"quantity": 4, "reorder_level": 5}, {"quantity": 3, "reorder_level": 5}, fires=False),
        Example({"filter": LOW}, {"quantity": 4, "reorder_level": 5}, {"quantity": 9, "reorder_level": 5}, fires=False),
        Example({"filter": LOW}, None, {"quantity": 1, "reorder_level": 5}, fires=True),
    )

    def matches(self, happening: Happening, settings: Settings, before: State | None, after: State) -> Match | None:
        read = columns_of(settings["filter"])
        if before is not None and not read & set(happening.changes):
            return None
        if not after.satisfies(settings["filter"]) or (before is not None and before.satisfies(settings["filter"])):
            return None
        return Match(sorted(read & set(happening.changes)))

    def watches(self, settings: Settings) -> frozenset[str]:
        return frozenset({CREATION, *columns_of(settings["filter"])})
