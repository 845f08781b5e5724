"""When an item is created, tell me: suits every board."""

from automations.recipe import Recipe
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class NewTellsMe(Recipe):
    name = "new_tells_me"
    rank = 60

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        tell = {"type": "notify", "people": {"token": "owner"}, "message": "{name}"}
        return {"trigger": {"type": "item_created"}, "actions": [tell]}
