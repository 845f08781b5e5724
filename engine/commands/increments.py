"""Steps up or down: `{"increment": -1}` is added to what a cell holds when it is written, so that nobody's step is lost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.commands.values import read_each
from engine.context import Context
from engine.errors import Invalid
from engine.exact import to_micros, to_number
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.text import Text

FORM = "increment"
NO_STEP = Text(
    "{column} does not hold numbers and cannot be increased.",
    "{column} ne contient pas de nombres et ne peut pas être augmentée.",
)
NO_NUMBER = Text("Say by how much: {example}", "Indiquez de combien : {example}")


def is_step(given: object) -> bool:
    return isinstance(given, dict) and len(given) == 1 and FORM in given


def steps(board: CompiledBoard, values: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """By how much which cells are to change. Raises InvalidMany for columns that hold no numbers."""
    given = {key: value[FORM] for key, value in values.items() if is_step(value)}
    return read_each(given, lambda key, raw: step(board.column(key), raw, context))


def step(column: Column, raw: object, context: Context) -> Any:
    """Raises Invalid unless the column holds numbers and this is one."""
    if not counts(column):
        raise Invalid(NO_STEP, column=label_text(column))
    found = column.parse(raw, context)
    if found is None:
        raise Invalid(NO_NUMBER, example='{"increment": -1}')
    return found


def counts(column: Column) -> bool:
    """Whether the column's values can be added to."""
    return "number" in column.type.value_schema(column.settings).get("type", ())


def stepped(current: Any, by: Any) -> float:
    """Exactly; an empty cell counts as nothing."""
    return to_number(to_micros(Decimal(str(current or 0))) + to_micros(by))
