"""Junk in every place of every body, parameter and address: always a refusal that is documented, never a crash."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.api.conftest import Program, page
from tests.web.api.test_policy import BODIES, OPERATIONS, places

__all__ = ["places"]

JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    2**63,
    10**40,
    1e308,
    0.1,
    "",
    " ",
    "\u202e؀😀" * 100,
    "x" * 3000,
    "'; DROP TABLE boards; --",
    [],
    [None],
    [[]],
    {},
    {"column": "name"},
    {"token": "me"},
    {"": {}},
]
WHOLE: dict[str, Any] = {
    "items_create": {
        "values": {
            "name": "Paper",
            "sku": "P-1",
            "status": "low",
            "quantity": 1,
            "price": {"amount": "1.50", "currency": "EUR"},
            "expected_on": "2026-11-28",
            "owner": [1],
            "fragile": True,
            "discount": 0.5,
            "notes": "n",
        },
        "group": 1,
    },
    "boards_create": {
        "title": "B",
        "labels": {"fr": "B"},
        "groups": ["G"],
        "columns": [{"type": "number", "title": "N", "key": "n", "settings": {"unit": "kg"}, "required": True}],
    },
    "columns_create": {"type": "status", "title": "S", "settings": {"options": [{"key": "a", "labels": {"en": "A"}}]}},
    "columns_change": {"title": "S", "after": "name", "settings": {}, "type": "number", "accept_loss": True},
    "measures_measure": {
        "filter": {"and": [{"column": "quantity", "op": "gt", "value": 1}]},
        "search": "a",
        "group": 1,
        "group_by": "status",
        "measures": [{"column": "price", "function": "sum"}],
    },
}
FILTERED = {"filter": json.dumps({"or": [{"column": "owner", "op": "is_empty"}]}), "sort": "-name", "search": "a"}


def spoilt(node: Any) -> Iterator[Any]:
    """The same with junk in one place, for every place."""
    yield from JUNK
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from ({**node, name: one} for one in spoilt(inner))
    if isinstance(node, list):
        for place, inner in enumerate(node):
            yield from ([*node[:place], one, *node[place + 1 :]] for one in spoilt(inner))


@pytest.mark.parametrize("operation", BODIES)
def test_bodies(alice: Program, places: dict[str, str], operation: str) -> None:
    [(method, path)] = [(method, path) for method, path, name in OPERATIONS if name == operation]
    for body in spoilt(WHOLE.get(operation, BODIES[operation])):
        assert alice.send(method.upper(), path.format_map(places), json=body).status_code < 500, body


@pytest.mark.parametrize(("method", "path", "name"), [one for one in OPERATIONS if one[0] == "get"])
def test_parameters(alice: Program, places: dict[str, str], method: str, path: str, name: str) -> None:
    parameters = page()["paths"][path]["get"]["parameters"]
    for parameter in parameters:
        if parameter.get("in") == "query":
            for one in JUNK:
                text = one if isinstance(one, str) else json.dumps(one)
                query = {"q": "a", **FILTERED} if parameter["name"] in FILTERED else {}
                pairs = {**query, parameter["name"]: text}
                pairs = {key: value for key, value in pairs.items() if key in {p.get("name") for p in parameters}}
                asked = "&".join(f"{key}={quote(value)}" for key, value in pairs.items())
                assert alice.get(f"{path.format_map(places)}?{asked}").status_code < 500, asked


def test_filters(alice: Program, places: dict[str, str]) -> None:
    columns = alice.get(f"/boards/{places['board_id']}/columns").json()["columns"]
    for column in columns:
        for op in ("is", "not", "gt", "contains", "one_of", "is_empty", "includes", "before", "within", "next_days"):
            for value in JUNK:
                tree = json.dumps({"column": column["key"], "op": op, "value": value})
                answer = alice.get(f"/boards/{places['board_id']}/items?filter={quote(tree)}")
                assert answer.status_code in (200, 422), tree
