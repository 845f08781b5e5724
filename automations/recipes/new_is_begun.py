"""When an item is created, give it the first stage of its board."""

from automations.recipe import Recipe, stage
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class NewIsBegun(Recipe):
    name = "new_is_begun"
    rank = 70

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        found = stage(board)
        if found is None:
            return None
        column, option = found
        return {"trigger": {"type": "item_created"}, "actions": [{"type": "set_columns", "values": {column: option}}]}
