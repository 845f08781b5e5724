"""Sums over the API."""

from decimal import Decimal

import pytest

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


@pytest.fixture
def stocked(board: CompiledBoard, office: Office) -> CompiledBoard:
    for name, status, price in [("A", "low", "0.10"), ("B", "low", "0.20"), ("C", "ok", "5"), ("D", None, None)]:
        office.item(board, name=name, status=status, price=price)
    return board


def test_sums_by_a_column_are_exact(alice: Program, stocked: CompiledBoard) -> None:
    body = {"group_by": "status", "measures": [{"column": "price", "function": "sum"}]}
    groups = alice.post(f"/boards/{stocked.id}/aggregate", json=body).json()["groups"]
    sums = {group["value"]: (group["count"], group["measures"]["price.sum"]) for group in groups}
    assert Decimal(sums["low"][1]["amount"]) == Decimal("0.30")
    assert (sums["low"][0], sums["ok"][0], sums[None]) == (2, 1, (1, None))


def test_a_filter_narrows_the_sum(alice: Program, stocked: CompiledBoard) -> None:
    body = {
        "filter": {"column": "status", "op": "is", "value": "ok"},
        "measures": [{"column": "price", "function": "max"}],
    }
    [everything] = alice.post(f"/boards/{stocked.id}/aggregate", json=body).json()["groups"]
    assert everything == {"value": None, "count": 1, "measures": {"price.max": {"amount": "5.00", "currency": "EUR"}}}


def test_products_add_up(alice: Program, board: CompiledBoard, office: Office) -> None:
    for quantity, price in ((3, "0.10"), (2, "5"), (None, "7")):
        office.item(board, quantity=quantity, price=price)
    body = {"measures": [{"column": "quantity*price", "function": "sum"}]}
    [everything] = alice.post(f"/boards/{board.id}/aggregate", json=body).json()["groups"]
    assert everything["measures"] == {"quantity*price.sum": {"amount": "10.30", "currency": "EUR"}}


def test_a_distribution_is_a_list(alice: Program, stocked: CompiledBoard) -> None:
    body = {"measures": [{"column": "status", "function": "by_value"}]}
    [everything] = alice.post(f"/boards/{stocked.id}/aggregate", json=body).json()["groups"]
    found = {one["value"]: one["count"] for one in everything["measures"]["status.by_value"]}
    assert found == {"low": 2, "ok": 1, None: 1}


@pytest.mark.parametrize("group_by", ["group", "owner", "fragile", "price", "expected_on"])
def test_everything_that_groups_comes_as_json(alice: Program, stocked: CompiledBoard, group_by: str) -> None:
    answer = alice.post(f"/boards/{stocked.id}/aggregate", json={"group_by": group_by})
    assert (answer.status_code, sum(group["count"] for group in answer.json()["groups"])) == (200, 4)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"group_by": "nope"}, "nope"),
        ({"measures": [{"column": "nope", "function": "sum"}]}, "nope"),
        ({"measures": [{"column": "sku", "function": "sum"}]}, "sku"),
        ({"measures": [{"column": "price*price", "function": "sum"}]}, "price"),
        ({"measures": [{"column": "price*nope", "function": "sum"}]}, "nope"),
        ({"measures": [{"column": "price*", "function": "sum"}]}, ""),
        ({"measures": [{"column": "price"}]}, "measures[0].function"),
        ({"filter": {"column": "nope", "op": "is", "value": 1}}, "nope"),
        ({"sums": []}, "sums"),
    ],
)
def test_bad_measures_are_refused_by_name(
    alice: Program, board: CompiledBoard, body: dict[str, object], field: str
) -> None:
    answer = alice.post(f"/boards/{board.id}/aggregate", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
