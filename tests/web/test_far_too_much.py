"""More than anybody means, in an address or a body: a sentence at once, and never a page that is as large as its square."""

import json
import time
from typing import Any

import pytest

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client

SIZE = 20_000
"""Characters: three times as many when they are escaped, which is what a server takes as an address."""
LEAF = {"column": "quantity", "op": "gt", "value": 1}
LARGEST_ANSWER = 2_000_000
SECONDS = 5


def filled(text: str, size: int = SIZE) -> str:
    return text * (size // len(text))


def small(tree: Any) -> str:
    return json.dumps(tree, separators=(",", ":"))


def numbered(text: str) -> str:
    return ",".join(f"{text}{n}" for n in range(SIZE // (len(text) + 6)))


PARTS = [
    *((name, filled("a")) for name in ("filter", "sort", "group", "hide", "q", "sums", "view", "at", "density")),
    *((name, filled("name,")) for name in ("sort", "group", "hide")),
    *((name, numbered("c")) for name in ("sort", "group", "hide")),
    ("sums", numbered("quantity:sum")),
    ("filter", small({"and": [LEAF] * (SIZE // 45)})),
    ("filter", small({"or": [{"and": [LEAF] * 49}] * 8})),
    ("filter", small({"and": filled("a", 15_000)})),
    ("filter", small({**LEAF, "value": filled("9", 15_000)})),
    ("filter", filled('{"and":[') + filled("]}", 4_000)),
    ("colors", small([{"color": "red", "on": "item"}] * (SIZE // 28))),
]


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    board = office.stock()
    office.item(board, quantity=3)
    return board


@pytest.mark.parametrize("path", ["/b/{board}", "/boards/{board}/items", "/boards/{board}/export"])
def test_in_the_address_of_a_page(alice: Client, board: CompiledBoard, path: str) -> None:
    for name, text in PARTS:
        begun = time.monotonic()
        answer = alice.get(path.format(board=board.id), params={name: text, "format": "csv"})
        assert answer.status_code < 500, (name, text[:40])
        assert len(answer.content) < LARGEST_ANSWER, (name, text[:40])
        assert time.monotonic() - begun < SECONDS, (name, text[:40])


@pytest.mark.parametrize("leaves", [51, 10_000])
def test_conditions(api: Client, board: CompiledBoard, leaves: int) -> None:
    tree = {"or": [LEAF] * leaves}
    rule = {"trigger": {"type": "item_created"}, "condition": tree, "actions": []}
    for path, body in (
        ("aggregate", {"filter": tree}),
        ("automations", {"rule": {**rule, "actions": [{"type": "set_columns", "values": {"sku": "X"}}]}}),
        ("views", {"title": "Late", "type": "table", "settings": {"filter": tree}}),
    ):
        answer = api.post(f"/api/v1/boards/{board.id}/{path}", json=body)
        assert answer.status_code == 422, path
        assert "at most 50 conditions" in answer.text, path


def test_columns_to_sort_by(api: Client, alice: Client, board: CompiledBoard) -> None:
    path, said = f"/api/v1/boards/{board.id}", "Sort by at most 10 columns"
    settings = {"sort": [["name", False]] * 10_000}
    assert said in api.post(f"{path}/views", json={"title": "Late", "type": "table", "settings": settings}).text
    assert said in api.get(f"{path}/items", params={"sort": filled("name,")}).text
    assert said in api.get(f"{path}/export", params={"sort": filled("name,"), "format": "csv"}).text
    assert said in alice.get(f"/b/{board.id}", params={"sort": filled("name,")}).text


@pytest.mark.parametrize(
    ("limit", "said"), [("1000000000", "at most 500"), ("-1", "at least 1"), ("1" * 5000, "limit")]
)
def test_items_of_a_page(api: Client, board: CompiledBoard, limit: str, said: str) -> None:
    answer = api.get(f"/api/v1/boards/{board.id}/items", params={"limit": limit})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "1e9", "²", "", "1" * 5000])
def test_numbers_that_count_nothing(alice: Client, board: CompiledBoard, number: str) -> None:
    home = f"/boards/{board.id}"
    for path in ("activity", "items/1/updates", "rows", "ids", "trash", "footers", "items", "placements/new"):
        for name in ("before", "start", "limit", "to", "ids", "anchors"):
            asked = {"section": "g1", "ids": "1", name: number}
            assert alice.get(f"{home}/{path}", params=asked).status_code < 500, (path, name)
    for path in (f"/b/{board.id}", "/my-work", "/notifications", "/import"):
        asked = {"at": f"{number}:g1", "view": number, "board": number, "before": number, "again": number}
        assert alice.get(path, params=asked).status_code < 500, path
    for path, name in (("deletions", "ids"), ("copies", "ids"), ("items/1/updates", "parent"), ("seat", "place")):
        form = {"html": "Hello", "ids": "1", name: number}
        assert alice.post(f"{home}/{path}", data=form).status_code < 500, path


def test_ids_that_no_database_holds(alice: Client, api: Client, board: CompiledBoard) -> None:
    far = 10**25
    for path in (f"/b/{far}", f"/b/{board.id}/i/{far}", f"/boards/{board.id}/items/{far}/updates", f"/jobs/{far}"):
        assert alice.get(path).status_code == 404, path
    assert api.get(f"/api/v1/items/{far}").status_code == 404
