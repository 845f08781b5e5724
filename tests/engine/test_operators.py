"""What the comparisons of days, people, boxes and stamps find, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.columns import column_types
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.context import Context
from engine.errors import Invalid
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

TODAY = date(2026, 11, 24)


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    """Four items, one without any value."""
    board = office.stock()
    alice, bob, charlie = office.alice.user_id, office.bob.user_id, office.charlie.user_id
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "people", "Reviewer")
        board, _ = add_column(session, office.alice, board, "created", "Created")
        items = [
            {
                "name": "Today",
                "expected_on": TODAY,
                "owner": [alice],
                "reviewer": [alice],
                "fragile": True,
                "status": "out",
            },
            {"name": "Soon", "expected_on": TODAY + timedelta(days=7), "owner": [bob, charlie], "status": "ok"},
            {"name": "Past", "expected_on": TODAY - timedelta(days=7), "owner": [alice, bob], "reviewer": [charlie]},
            {"name": "Empty"},
        ]
        created = [TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=30), TODAY]
        for values, day in zip(items, created, strict=True):
            item = create_item(session, office.alice, board, values)
            moment = f"{day}T23:59:59.500Z"
            session.execute(sa.update(board.table).where(board.table.c.id == item.id).values(created_at=moment))
    return board


def found(office: Office, board: CompiledBoard, key: str, op: str, value: Any) -> set[str]:
    tree = {"column": key, "op": op, "value": value}
    with office.read() as session:
        context = Context("fr", TODAY, office.bob.user_id, context_for(session, office.bob).people)
        return {one.name for one in page(session, board, ItemQuery(filter=tree), context).items}


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("is", "24/11", {"Today"}),
        ("is", {"token": "today"}, {"Today"}),
        ("not", "24/11", {"Soon", "Past", "Empty"}),
        ("lt", {"token": "today"}, {"Past"}),
        ("lte", {"token": "today"}, {"Past", "Today"}),
        ("gt", {"token": "today"}, {"Soon"}),
        ("gte", {"token": "tomorrow"}, {"Soon"}),
        ("next_days", 6, {"Today"}),
        ("next_days", 7, {"Today", "Soon"}),
        ("past_days", 7, {"Today", "Past"}),
        ("past_days", 10**9, {"Today", "Past"}),
        ("is_empty", None, {"Empty"}),
        ("not_empty", None, {"Today", "Soon", "Past"}),
    ],
)
def test_days(office: Office, board: CompiledBoard, op: str, value: Any, names: set[str]) -> None:
    assert found(office, board, "expected_on", op, value) == names


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("includes", "bob", {"Soon", "Past"}),
        ("includes", {"token": "me"}, {"Soon", "Past"}),
        ("includes", ["Alice Martin", "charlie@example.com"], {"Today", "Soon", "Past"}),
        ("includes", "charlie, alice", {"Today", "Soon", "Past"}),
        ("lacks", "bob", {"Today", "Empty"}),
        ("lacks", ["alice", "bob"], {"Empty"}),
        ("includes", {"column": "reviewer"}, {"Today"}),
        ("is_empty", None, {"Empty"}),
    ],
)
def test_people(office: Office, board: CompiledBoard, op: str, value: Any, names: set[str]) -> None:
    assert found(office, board, "owner", op, value) == names


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("is_checked", None, {"Today"}),
        ("is_unchecked", None, {"Soon", "Past", "Empty"}),
        ("is", "oui", {"Today"}),
        ("is", False, {"Soon", "Past", "Empty"}),
        ("not", True, {"Soon", "Past", "Empty"}),
    ],
)
def test_boxes(office: Office, board: CompiledBoard, op: str, value: Any, names: set[str]) -> None:
    assert found(office, board, "fragile", op, value) == names


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("is", "24/11", {"Today", "Empty"}),
        ("lt", {"token": "today"}, {"Soon", "Past"}),
        ("lte", {"token": "yesterday"}, {"Soon", "Past"}),
        ("gt", {"token": "yesterday"}, {"Today", "Empty"}),
        ("gte", "23/11", {"Today", "Soon", "Empty"}),
        ("past_days", 1, {"Today", "Soon", "Empty"}),
        ("lte", {"column": "created"}, {"Today", "Soon", "Past", "Empty"}),
        ("lt", {"column": "created"}, set()),
    ],
)
def test_stamps(office: Office, board: CompiledBoard, op: str, value: Any, names: set[str]) -> None:
    assert found(office, board, "created", op, value) == names


@pytest.mark.parametrize("op", ["one_of", "none_of"])
def test_choices_of_several(office: Office, board: CompiledBoard, op: str) -> None:
    names = {"one_of": {"Today", "Soon"}, "none_of": {"Past", "Empty"}}
    assert found(office, board, "status", op, ["ok", "Rupture"]) == names[op]


def test_options_sort_in_their_own_order(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        listed = page(session, board, ItemQuery(sort=[("status", False)]), context_for(session, office.bob)).items
    assert [one.values["status"] for one in listed] == ["ok", "out", None, None]


def test_people_sort_by_name(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        listed = page(session, board, ItemQuery(sort=[("owner", False)]), context_for(session, office.bob)).items
    assert [one.name for one in listed] == ["Today", "Past", "Soon", "Empty"]


@pytest.mark.parametrize("value", ["soon", "1e999", float("inf"), [1]])
def test_a_number_of_days_is_a_whole_number(office: Office, board: CompiledBoard, value: Any) -> None:
    with pytest.raises(Invalid, match="whole number of days"):
        found(office, board, "expected_on", "next_days", value)


def test_nobody_is_me_without_a_user() -> None:
    with pytest.raises(Invalid, match="signed in"):
        column_types["people"].token("me", Context("en", TODAY))


@pytest.mark.parametrize(
    ("type_name", "op", "said", "dit"),
    [
        ("number", "gt", "becomes greater than", "dépasse"),
        ("text", "contains", "now contains", "contient désormais"),
        ("date", "lt", "is now before", "est désormais avant"),
        ("date", "past_days", "is now within the past", "date désormais de moins de"),
    ],
)
def test_a_change_is_said_as_one(type_name: str, op: str, said: str, dit: str) -> None:
    assert column_types[type_name].operators[op].said_of_a_change() == (said, dit)
