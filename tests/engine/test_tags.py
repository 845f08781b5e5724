"""Tags: several options in a cell, found one by one, and made where they are needed."""

from datetime import date
from typing import Any

import pytest

from engine.choices import new_options
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.commands.options import add_option
from engine.commands.retyping import change_type
from engine.context import Context
from engine.errors import Forbidden, Invalid, InvalidMany
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.sqltypes import spelled, unspelled
from tests.factories import Office

OPTIONS = [
    *new_options(["Urgent", "Client", "high_priority", "highXpriority"]),
    {"key": "Été", "labels": {"fr": "Paris, été"}, "color": "teal"},
    {"key": "été", "labels": {"fr": "Lyon"}, "color": "teal"},
]


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    with office.write() as session:
        board, _ = add_column(
            session, office.alice, create_board(session, office.alice, "Tasks"), "tags", "Tags", {"options": OPTIONS}
        )
        for name, tags in (
            ("a", "urgent"),
            ("b", ["client", "urgent"]),
            ("c", "high_priority"),
            ("d", "Paris, été, Client"),
            ("e", None),
        ):
            create_item(session, office.alice, board, {"name": name, "tags": tags})
        return board


def names(office: Office, board: CompiledBoard, **query: Any) -> str:
    with office.read() as session:
        found = page(session, board, ItemQuery(**query), context_for(session, office.alice)).items
    return "".join(item.name for item in found)


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("includes", ["urgent"], "ab"),
        ("includes", ["urgent", "Été"], "abd"),
        ("includes", "Lyon", ""),
        ("includes", ["highxpriority"], ""),
        ("includes_all", ["urgent", "client"], "b"),
        ("lacks", ["urgent"], "cde"),
        ("lacks", ["urgent", "client"], "ce"),
        ("is_empty", None, "e"),
    ],
)
def test_tags_are_found_one_by_one(office: Office, board: CompiledBoard, op: str, value: Any, expected: str) -> None:
    assert names(office, board, filter={"column": "tags", "op": op, "value": value}) == expected


def test_tags_sort_by_their_places_among_the_options(office: Office, board: CompiledBoard) -> None:
    assert names(office, board, sort=[("tags", False)]) == "abdce"


def test_a_distribution_counts_each_tag(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        (found,) = aggregate(session, board, context_for(session, office.alice), [("tags", "by_value")])
    assert found["tags.by_value"] == {"urgent": 2, "client": 2, "high_priority": 1, "Été": 1, None: 1}


@pytest.mark.parametrize("key", ["low", "Été", "a_b", "a,b~c", "😀", "%"])
def test_a_key_is_spelled_in_letters_that_like_takes_as_they_are(key: str) -> None:
    assert unspelled(spelled(key)) == key
    assert set(spelled(key)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-~")


def test_an_unknown_tag_is_refused_with_what_there_is(office: Office, board: CompiledBoard) -> None:
    with office.write() as session, pytest.raises(InvalidMany, match="Choose one of: Urgent, Client"):
        create_item(session, office.alice, board, {"name": "x", "tags": "Urgent, <script>"})


def test_whoever_may_change_the_board_makes_an_option(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        changed, option = add_option(session, office.alice, board, "tags", "  <b>Neuf</b> ")
        again, same = add_option(session, office.alice, changed, "tags", "<B>NEUF</B>")
        assert option == same
        assert again.version == changed.version == board.version + 1
        item = create_item(session, office.alice, changed, {"name": "x", "tags": ["<b>neuf</b>"]})
        assert item.values["tags"] == [option["key"]]


def test_nobody_else_does(office: Office, board: CompiledBoard) -> None:
    with office.write() as session, pytest.raises(Forbidden):
        add_option(session, office.charlie, board, "tags", "New")


@pytest.mark.parametrize("label", ["", "   ", "x" * 81])
def test_an_option_needs_a_label(office: Office, board: CompiledBoard, label: str) -> None:
    with office.write() as session, pytest.raises(Invalid, match="label"):
        add_option(session, office.alice, board, "tags", label)


def test_a_text_column_becomes_tags_of_its_own_words(office: Office) -> None:
    with office.write() as session:
        board, key = add_column(session, office.alice, create_board(session, office.alice, "T"), "text", "Words")
        for words in ("red, blue", "blue; green", "Red"):
            create_item(session, office.alice, board, {"name": "x", key: words})
        board = change_type(session, office.alice, board, key, "tags", {})
        found = page(session, board, ItemQuery(), context_for(session, office.alice)).items
    assert [item.values[key] for item in found] == [["red", "blue"], ["blue", "green"], ["red"]]
    assert len(board.columns[key].settings["options"]) == 3


def test_a_label_with_a_comma_is_one_tag() -> None:
    parse = column_types["tags"].parse
    assert parse("paris, ete, URGENT", {"options": OPTIONS}, Context("fr", date(2026, 11, 24))) == ["urgent", "Été"]
