"""When an item comes into a group from another one."""

from automations.trigger import MOVE, Example, Happening, Match, Settings, State, Trigger
from engine.events import EventKind
from engine.text import Text


class ItemMoved(Trigger):
    name = "item_moved"
    label = Text("An item is moved to a group", "Un élément est déplacé vers un groupe")
    sentence = Text("When an item is moved to {group}", "Quand un élément est déplacé vers {group}")
    settings_schema = {
        "type": "object",
        "required": ["group"],
        "additionalProperties": False,
        "properties": {
            "group": {"type": "integer", "x-slot": "group", "x-labels": {"en": "a group", "fr": "un groupe"}}
        },
    }
    listens_to = frozenset({EventKind.ITEM_MOVED})
    examples = (
        Example({"group": 2}, {"name": "Gloves"}, {"name": "Gloves"}, fires=True, moved=2),
        Example({"group": 2}, {"name": "Gloves"}, {"name": "Gloves"}, fires=False, moved=1),
        Example({"group": 1}, {"name": "Gloves"}, {"name": "Gloves"}, fires=False, moved=1),
    )

    def matches(self, happening: Happening, settings: Settings, before: State | None, after: State) -> Match | None:
        """A move within the group is none."""
        left, entered = happening.groups or (None, None)
        return Match() if entered == settings["group"] != left else None

    def watches(self, settings: Settings) -> frozenset[str]:
        return frozenset({MOVE})
