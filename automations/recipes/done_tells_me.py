"""When the work on an item is done, tell me."""

from automations.recipe import Recipe, columns_where, done_options
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class DoneTellsMe(Recipe):
    name = "done_tells_me"
    rank = 10

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        for column in columns_where(board, choices=True):
            for option in done_options(column)[:1]:
                return {
                    "trigger": {
                        "type": "starts_matching",
                        "filter": {"column": column.key, "op": "is", "value": option},
                    },
                    "actions": [
                        {"type": "notify", "people": {"token": "owner"}, "message": f"{{name}} · {{{column.key}}}"}
                    ],
                }
        return None
