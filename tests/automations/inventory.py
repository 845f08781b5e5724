"""The stock board that the examples of triggers and actions speak of, without a database."""

from datetime import date
from typing import Any

from automations.slot import Places
from engine.context import Context, Person
from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.document import new_document, with_column
from tests.factories import STOCK_COLUMNS

PEOPLE = {1: Person(1, "Alice Martin", "alice@example.com"), 2: Person(2, "Bob Durand", "bob@example.com")}
GROUPS = {1: {1: "Lyon", 2: "Lille"}}


def stock(board_id: int = 1) -> CompiledBoard:
    document = new_document("Stock", {"fr": "Stock"})
    for type_name, title, settings in STOCK_COLUMNS:
        document, _ = with_column(document, type_name, title, settings)
    return compile_board(board_id, 1, 1, document)


def places(board: CompiledBoard) -> Places:
    return Places(Context("en", date(2026, 11, 24), 1, PEOPLE), {board.id: board}, GROUPS, "Alice Martin")


def low_stock(**changes: Any) -> dict[str, Any]:
    """The rule of DESIGN.md."""
    rule = {
        "trigger": {"type": "column_changes", "columns": ["quantity"]},
        "condition": {
            "and": [
                {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}},
                {"column": "status", "op": "not", "value": "low"},
            ]
        },
        "actions": [
            {"type": "set_columns", "values": {"status": "low"}},
            {"type": "notify", "people": {"column": "owner"}, "message": "{name} is low: {quantity}"},
        ],
    }
    return {**rule, **changes}
