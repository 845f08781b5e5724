"""A board's own page of the API."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.openapi import item_page
from engine.text import LANGUAGES
from tests.engine.test_meta import whole


@pytest.fixture(scope="module")
def board() -> CompiledBoard:
    return compile_board(7, 1, 3, whole())


def schema(page: dict[str, Any], name: str) -> dict[str, Any]:
    """One schema of the page, its references resolvable."""
    return {"$ref": f"#/components/schemas/{name}", "components": page["components"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schema_of_the_page_is_one(board: CompiledBoard, language: Any) -> None:
    for one in item_page(board, language)["components"]["schemas"].values():
        Draft202012Validator.check_schema(one)


def test_an_item_may_be_made_of_json_or_of_typed_text(board: CompiledBoard) -> None:
    takes = Draft202012Validator(schema(item_page(board), "NewItem"))
    assert takes.is_valid(
        {"values": {"name": "Paper", "number": 5, "date": "28/11/2026", "checkbox": "yes"}, "group": 1}
    )


@pytest.mark.parametrize(
    "item",
    [
        {"values": {}},
        {"values": {"name": "x", "unknown": 1}},
        {"values": {"name": "x", "created": "today"}},
        {"name": "x"},
    ],
)
def test_the_page_refuses_what_the_board_refuses(board: CompiledBoard, item: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema(item_page(board), "NewItem")).is_valid(item)


def test_a_change_needs_no_required_column(board: CompiledBoard) -> None:
    assert Draft202012Validator(schema(item_page(board), "ItemChanges")).is_valid({"values": {"number": 5}})


def test_every_column_has_an_example_that_it_takes(board: CompiledBoard) -> None:
    values = item_page(board)["components"]["schemas"]["Values"]["properties"]
    assert list(values) == list(board.columns)
    for one in values.values():
        assert Draft202012Validator(one).is_valid(one["examples"][0])


def test_the_page_speaks_the_readers_language(board: CompiledBoard) -> None:
    assert item_page(board, "fr")["info"]["title"] == "Éléments de Stock"
    assert item_page(board, "fr")["paths"]["/boards/7/items"]["get"]["summary"] == "Lister les éléments"
