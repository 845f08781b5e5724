"""Items by who made or changed them, and when, as the reader's day tells it."""

from typing import Any

import pytest

from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import change_item, create_item
from engine.errors import Invalid
from engine.permissions import Actor
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from tests.factories import Office


def names(office: Office, column: str, op: str, value: Any, who: Actor | None = None) -> str:
    """Of Alice's item, Bob's, and Alice's that Bob changed last."""
    with office.write() as session:
        board = create_board(session, office.alice, "Tasks")
        board, _ = add_column(session, office.alice, board, "created", "Made")
        board, _ = add_column(session, office.alice, board, "updated", "Changed")
        create_item(session, office.alice, board, {"name": "a"})
        create_item(session, office.bob, board, {"name": "b"})
        shared = create_item(session, office.alice, board, {"name": "c"})
        change_item(session, office.bob, board, shared.id, {"name": "C"})
        query = ItemQuery(filter={"column": column, "op": op, "value": value})
        found = page(session, board, query, context_for(session, who or office.alice)).items
    return "".join(item.name for item in found)


@pytest.mark.parametrize(
    ("column", "op", "value", "expected"),
    [
        ("made", "by", ["Bob"], "b"),
        ("made", "by", "me", "aC"),
        ("made", "not_by", ["Alice Martin"], "b"),
        ("changed", "by", ["bob@example.com"], "bC"),
        ("changed", "by", ["me", "Bob"], "abC"),
        ("made", "is", {"token": "today"}, "abC"),
        ("made", "is", "yesterday", ""),
        ("made", "lt", "tomorrow", "abC"),
    ],
)
def test_items_are_found_by_person_and_by_day(office: Office, column: str, op: str, value: Any, expected: str) -> None:
    assert names(office, column, op, value) == expected


def test_me_is_whoever_looks(office: Office) -> None:
    assert names(office, "made", "by", ["me"], office.bob) == "b"


def test_nobody_of_that_name_is_told(office: Office) -> None:
    with pytest.raises(Invalid, match="Zoe"):
        names(office, "made", "by", ["Zoe"])
