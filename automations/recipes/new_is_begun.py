"""When an item is created, give it the first stage of its board."""

from automations.recipe import Recipe, columns_where, done_options
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard


class NewIsBegun(Recipe):
    name = "new_is_begun"
    rank = 70

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        for column in columns_where(board, choices=True):
            done = done_options(column)
            for option in column.settings.get("options", ())[:1]:
                if option["key"] not in done:
                    set_it = {"type": "set_columns", "values": {column.key: option["key"]}}
                    return {"trigger": {"type": "item_created"}, "actions": [set_it]}
        return None
