"""No hole in the matrix of column types, on either database."""

import pytest

from engine.column import Example
from engine.columns import column_types
from tests.contracts.matrix import CHECKS, drawn, holes, matrix, row
from tests.factories import Office


def test_every_type_does_everything(office: Office) -> None:
    found = matrix(office)
    print(drawn(found))  # noqa: T201 - what the test is read for
    assert found.keys() == column_types.keys()
    assert all(line.keys() == CHECKS.keys() for line in found.values())
    assert holes(found) == []


def test_what_a_type_does_otherwise_than_it_says_is_a_hole(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = column_types["checkbox"]
    monkeypatch.setattr(type(kind), "examples", (Example("x", False, "Yes"),))
    found = holes({kind.name: row(office, kind)})
    assert found == ["checkbox, parse fr: ✗ HoleError: no example in fr", "checkbox, parse en: ✗ HoleError: “x”"]
