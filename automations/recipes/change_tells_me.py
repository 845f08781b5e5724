"""When a choice changes, tell me."""

from automations.recipe import Recipe, columns_where
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class ChangeTellsMe(Recipe):
    name = "change_tells_me"
    rank = 50

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        for column in columns_where(board, choices=True):
            return {
                "trigger": {"type": "column_changes", "columns": [column.key]},
                "actions": [
                    {"type": "notify", "people": {"token": "owner"}, "message": f"{{name}} · {{{column.key}}}"}
                ],
            }
        return None
