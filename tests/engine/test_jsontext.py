"""What SQLite writes of a stored value is, byte for byte, what msgspec writes of the value that is read from it."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from engine.db import Database
from engine.exact import LIMIT, UNIT
from engine.jsontext import json_text
from engine.sqltypes import Exact, ExactMoney, Flag, IdList, IsoDate, IsoMoment, KeyList

MICROS = st.integers(-LIMIT * UNIT, LIMIT * UNIT) | st.integers(-(10**10), 10**10) | st.integers(-2000, 2000)
EDGES = [None, 0, 1, -1, 999, 1000, -1000, 500_000, -500_000, 10**15 - 1, 10**15, -(10**15), 10**15 + 1, LIMIT * UNIT]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('text')}/rouage.db")
    with database.glance() as connection:
        yield connection
    database.close()


def check(connection: Connection, kind: TypeEngine[Any], value: object) -> None:
    """`value` is one that the type takes."""
    compare(connection, kind, sa.literal(value, kind))


def check_stored(connection: Connection, kind: TypeEngine[Any], stored: int | None) -> None:
    compare(connection, kind, sa.literal(stored, sa.BigInteger))


def compare(connection: Connection, kind: TypeEngine[Any], stored: sa.ColumnElement[Any]) -> None:
    cell = sa.select(stored.label("cell")).subquery().c.cell
    wanted = sa.select(sa.type_coerce(cell, kind), sa.func.concat(json_text(kind, cell)))
    read, written = connection.execute(wanted).one()
    assert written.encode() == msgspec.json.encode(read)


@given(micros=MICROS)
def test_any_number(connection: Connection, micros: int) -> None:
    check_stored(connection, Exact(), micros)


@pytest.mark.parametrize("micros", EDGES)
def test_numbers_where_their_writing_changes(connection: Connection, micros: int | None) -> None:
    check_stored(connection, Exact(), micros)


@pytest.mark.parametrize("digits", [0, 2, 3])
@given(micros=MICROS | st.integers(-(10**6), 10**6).map(lambda whole: whole * 1000))
@example(micros=None)
@example(micros=-500_000)
@example(micros=12_500_000)
def test_any_amount(connection: Connection, digits: int, micros: int | None) -> None:
    check_stored(connection, ExactMoney("EUR", digits), micros)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@example('"\\/\b\f\n\r\t\x01\x1f\x7f\u2028é😀')
@example("%s ? :name")
def test_any_text(connection: Connection, text: str) -> None:
    check(connection, sa.Text(), text)


@pytest.mark.parametrize("value", [None, [7], [3, 12, 700]])
def test_people(connection: Connection, value: list[int] | None) -> None:
    check(connection, IdList(), value)


@pytest.mark.parametrize("value", [None, ["cold"], ["low", "out-of-stock"], ["Été", "low"], ['"', "\\", "~", ","]])
def test_keys(connection: Connection, value: list[str] | None) -> None:
    check(connection, KeyList(), value)


@pytest.mark.parametrize("stored", [None, 0, 1])
def test_a_box_that_was_never_ticked_is_false(connection: Connection, stored: int | None) -> None:
    check_stored(connection, Flag(), stored)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(IsoDate(), "2026-12-01"), (IsoDate(), None), (IsoMoment(), "2026-12-01T10:00:00Z"), (sa.BigInteger(), 7)],
)
def test_what_is_stored_as_it_is_read(connection: Connection, kind: TypeEngine[Any], value: object) -> None:
    check(connection, kind, value)
