"""When the work on an item is done, move it to the board's last group."""

from automations.recipe import Recipe, columns_where, done_options
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class DoneMoves(Recipe):
    name = "done_moves"
    rank = 40

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        groups = list(places.groups.get(board.id, {}))
        for column in columns_where(board, choices=True):
            for option in done_options(column)[:1] if len(groups) > 1 else ():
                return {
                    "trigger": {
                        "type": "starts_matching",
                        "filter": {"column": column.key, "op": "is", "value": option},
                    },
                    "actions": [{"type": "move_to_group", "group": groups[-1]}],
                }
        return None
