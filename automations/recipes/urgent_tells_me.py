"""When the name of an item says that it is urgent, tell me: suits every board."""

from automations.recipe import Recipe
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class UrgentTellsMe(Recipe):
    name = "urgent_tells_me"
    rank = 75

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        return {
            "trigger": {"type": "starts_matching", "filter": {"column": "name", "op": "contains", "value": "urgent"}},
            "actions": [{"type": "notify", "people": {"token": "owner"}, "message": "{name}"}],
        }
