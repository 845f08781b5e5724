"""When the name of an item changes, tell me: suits every board."""

from automations.recipe import Recipe
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class RenamedTellsMe(Recipe):
    name = "renamed_tells_me"
    rank = 80

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        tell = {"type": "notify", "people": {"token": "owner"}, "message": "{name}"}
        return {"trigger": {"type": "column_changes", "columns": ["name"]}, "actions": [tell]}
