"""When a number falls under the one beside it (a stock under its reorder level), mark the item and tell me."""

from collections.abc import Iterator

from automations.recipe import Recipe, stage
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column


class LowIsMarked(Recipe):
    name = "low_is_marked"
    rank = 20

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        pair = next(pairs(board), None)
        if pair is None:
            return None
        level, limit = pair
        message = f"{{name}} · {{{level.key}}} < {{{limit.key}}}"
        filter_ = {"column": level.key, "op": "lt", "value": {"column": limit.key}}
        return {
            "trigger": {"type": "starts_matching", "filter": filter_},
            "actions": [*marks(board), {"type": "notify", "people": {"token": "owner"}, "message": message}],
        }


def pairs(board: CompiledBoard) -> Iterator[tuple[Column, Column]]:
    """Numbers of one type: what may be compared."""
    numbers = [
        column
        for column in board.columns.values()
        if "number" in column.type.value_schema(column.settings).get("type", ())
    ]
    return ((one, other) for one in numbers for other in numbers if one is not other and one.type is other.type)


def marks(board: CompiledBoard) -> list[Rule]:
    found = stage(board)
    return [{"type": "set_columns", "values": {found[0]: found[1]}}] if found else []
