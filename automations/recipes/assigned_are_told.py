"""When the people of an item change, tell them."""

from automations.recipe import Recipe, columns_where
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class AssignedAreTold(Recipe):
    name = "assigned_are_told"
    rank = 30

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        for column in columns_where(board, assigns=True):
            return {
                "trigger": {"type": "column_changes", "columns": [column.key]},
                "actions": [{"type": "notify", "people": {"column": column.key}, "message": "{name}"}],
            }
        return None
