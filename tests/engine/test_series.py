"""How a few values go on."""

from typing import Any

import pytest

from engine.series import continued

NUMBER = {"type": ["number", "null"]}
DAY = {"type": ["string", "null"], "format": "date"}
TEXT = {"type": ["string", "null"], "maxLength": 1000}
CHOICE = {"type": ["string", "null"], "enum": ["a1", "b2", None]}


@pytest.mark.parametrize(
    ("values", "schema", "expected"),
    [
        ([5], NUMBER, [5, 5, 5]),
        ([1, 2], NUMBER, [3, 4, 5]),
        ([0.1, 0.2], NUMBER, [0.3, 0.4, 0.5]),
        ([10, 5], NUMBER, [0, -5, -10]),
        ([1, 2, 4], NUMBER, [1, 2, 4]),
        (["2026-12-30"], DAY, ["2026-12-31", "2027-01-01", "2027-01-02"]),
        (["2026-11-02", "2026-11-09"], DAY, ["2026-11-16", "2026-11-23", "2026-11-30"]),
        (["9999-12-31"], DAY, [None, None, None]),
        (["Item 1"], TEXT, ["Item 2", "Item 3", "Item 4"]),
        (["Shelf 08 left", "Shelf 10 left"], TEXT, ["Shelf 12 left", "Shelf 14 left", "Shelf 16 left"]),
        (["A1", "B2"], TEXT, ["A1", "B2", "A1"]),
        (["red", "blue"], TEXT, ["red", "blue", "red"]),
        (["a1"], CHOICE, ["a1", "a1", "a1"]),
        ([True], {"type": ["boolean", "null"]}, [True, True, True]),
        ([None], NUMBER, [None, None, None]),
        ([1, None], NUMBER, [1, None, 1]),
    ],
)
def test_values_go_on(values: list[Any], schema: dict[str, Any], expected: list[Any]) -> None:
    assert continued(values, 3, schema) == expected
