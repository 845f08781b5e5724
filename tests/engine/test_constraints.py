"""What columns promise of their values, kept by every way in which values come."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.commands.boards import create_board
from engine.commands.bulk import change_many
from engine.commands.columns import add_column, change_column, hide_column, restore_column
from engine.commands.groups import create_group, delete_group, restore_group
from engine.commands.items import change_item, create_item, create_items
from engine.commands.placing import delete_items, restore_items
from engine.commands.retyping import change_type
from engine.errors import Invalid, InvalidMany, Taken
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.text import Language
from tests.factories import Office

KINDS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "text": ("Épingle 7", " epingle  7", {}),
    "number": (12.5, "12,50", {}),
    "money": ("12.50", "12.5", {}),
    "percent": ("10 %", 0.1, {}),
    "date": ("2026-11-28", "28 nov. 2026", {}),
}
"""A value of each type, the same value written otherwise, and settings."""


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    with office.write() as session:
        return create_board(session, office.alice, "Stock")


def with_column(office: Office, board: CompiledBoard, kind: str, **settings: Any) -> CompiledBoard:
    with office.write() as session:
        return add_column(session, office.alice, board, kind, "Ref", settings)[0]


def refusals(error: InvalidMany, language: Language = "en") -> list[str]:
    return [one.say(language) for one in error.errors]


def names(session: Session, office: Office, board: CompiledBoard) -> Iterator[str]:
    for one in page(session, board, ItemQuery(), context_for(session, office.alice)).items:
        yield one.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_unique_value_is_refused_to_a_second_item_however_it_is_written(
    office: Office, board: CompiledBoard, kind: str
) -> None:
    value, again, settings = KINDS[kind]
    board = with_column(office, board, kind, unique=True, **settings)
    office.item(board, ref=value)
    other = office.item(board, name="Pens")
    with pytest.raises(InvalidMany, match="already held by “Paper”"):
        office.item(board, name="Ink", ref=again)
    with office.write() as session, pytest.raises(InvalidMany) as refused:
        change_item(session, office.alice, board, other.id, {"ref": again})
    assert "déjà utilisé par « Paper »" in refusals(refused.value, "fr")[0].replace("\u00a0", " ")
    assert refused.value.errors[0].field == "ref"


def test_empty_cells_are_not_the_same_value(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    assert office.item(board).id != office.item(board).id


def test_the_same_unique_value_twice_in_one_creation_is_refused_whole(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    with office.write() as session, pytest.raises(InvalidMany, match="stands here twice"):
        create_items(session, office.alice, board, [{"name": "A", "ref": "x"}, {"name": "B", "ref": "X"}])


def test_an_item_keeps_its_own_unique_value(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    item = office.item(board, ref="a-1")
    with office.write() as session:
        assert change_item(session, office.alice, board, item.id, {"ref": "A-1"}).values["ref"] == "A-1"


def test_unique_values_can_be_exchanged_between_items(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    first, second = office.item(board, ref="a"), office.item(board, ref="b")
    with office.write() as session:
        change_many(session, office.alice, board, {first.id: {"ref": "b"}, second.id: {"ref": "a"}})
        found = page(session, board, ItemQuery(sort=[("ref", False)]), context_for(session, office.alice)).items
    assert [(one.id, one.values["ref"]) for one in found] == [(second.id, "a"), (first.id, "b")]


def test_many_cells_may_not_get_one_unique_value(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    wanted = {office.item(board).id: {"ref": "same"} for _ in range(3)}
    with office.write() as session, pytest.raises(InvalidMany, match="“same” stands here twice"):
        change_many(session, office.alice, board, wanted)


def test_a_column_whose_values_repeat_cannot_become_unique(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text")
    for ref in ("a", "A", "b", "b", "c"):
        office.item(board, ref=ref)
    with office.write() as session, pytest.raises(Invalid) as refused:
        change_column(session, office.alice, board, "ref", settings={"unique": True})
    assert refused.value.field == "unique"
    assert refused.value.say("en") == (
        "Ref cannot be unique yet: 2 values are held by several items, “A”, “b”. Change them first."
    )


def test_a_column_becomes_unique_and_stops_being_so(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text")
    office.item(board, ref="a")
    with office.write() as session:
        board = change_column(session, office.alice, board, "ref", settings={"unique": True})
    with pytest.raises(InvalidMany):
        office.item(board, ref="a")
    with office.write() as session:
        board = change_column(session, office.alice, board, "ref", settings={})
    assert office.item(board, ref="a").values["ref"] == "a"


def test_who_opened_the_board_before_it_had_a_unique_column_gets_a_sentence(
    office: Office, board: CompiledBoard
) -> None:
    before = with_column(office, board, "text")
    office.item(before, ref="a")
    with office.write() as session:
        change_column(session, office.alice, before, "ref", settings={"unique": True})
    with pytest.raises(Taken, match="only one item may hold"):
        office.item(before, ref="a")


def test_an_item_whose_value_was_taken_meanwhile_stays_in_the_trash(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    gone = office.item(board, ref="a")
    with office.write() as session:
        delete_items(session, office.alice, board, [gone.id])
    office.item(board, name="Pens", ref="A")
    with office.write() as session, pytest.raises(InvalidMany, match="“A” is already held by “Pens”"):
        restore_items(session, office.alice, board, [gone.id])


def test_a_group_stays_in_the_trash_while_a_value_of_its_items_is_taken(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    gone = office.item(board, ref="a")
    with office.write() as session:
        create_group(session, office.alice, board, "Other")
        delete_group(session, office.alice, board, gone.group_id)
    other = office.item(board, name="Pens", ref="A")
    with office.write() as session, pytest.raises(InvalidMany, match="“A” is already held by “Pens”"):
        restore_group(session, office.alice, board, gone.group_id)
    with office.write() as session:
        change_item(session, office.alice, board, other.id, {"ref": "b"})
        restore_group(session, office.alice, board, gone.group_id)
        assert list(names(session, office, board)) == ["Paper", "Pens"]


def test_a_unique_column_comes_back_from_the_trash_unique(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    office.item(board, ref="a")
    with office.write() as session:
        board = hide_column(session, office.alice, board, "ref")
        board = restore_column(session, office.alice, board, "ref")
    with pytest.raises(InvalidMany):
        office.item(board, ref="a")


def test_a_column_restored_with_repeating_values_is_unique_no_longer(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    gone = office.item(board, ref="a")
    with office.write() as session:
        delete_items(session, office.alice, board, [gone.id])
    office.item(board, ref="a")
    with office.write() as session:
        board = hide_column(session, office.alice, board, "ref")
        restore_items(session, office.alice, board, [gone.id])
        board = restore_column(session, office.alice, board, "ref")
    assert not board.columns["ref"].unique
    assert office.item(board, ref="a").values["ref"] == "a"


def test_a_column_may_change_its_type_and_stay_unique(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text", unique=True)
    office.item(board, ref="7")
    with office.write() as session:
        board = change_type(session, office.alice, board, "ref", "number", {"unique": True})
    with pytest.raises(InvalidMany, match="“7” is already held"):
        office.item(board, ref=7)


def test_a_type_change_that_makes_values_equal_cannot_be_unique(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "text")
    office.item(board, ref="7")
    office.item(board, ref="7.0")
    with office.write() as session, pytest.raises(Invalid, match="several items hold “7”"):
        change_type(session, office.alice, board, "ref", "number", {"unique": True})


@pytest.mark.parametrize(
    ("kind", "settings", "value", "sentence"),
    [
        ("number", {"minimum": 2}, 1, "Ref must be at least 2."),
        ("number", {"maximum": 2, "unit": "kg"}, 3, "Ref must be at most 2\u00a0kg."),
        ("percent", {"maximum": "50 %"}, "60 %", "Ref must be at most 50%."),
        ("money", {"minimum": "10"}, "9.99", "Ref must be at least €10.00."),
        ("rating", {"minimum": 3}, 2, "Ref must be at least ★★★☆☆."),
        ("date", {"minimum": "2026-11-28"}, "2026-11-27", "Ref must not be before Nov 28, 2026."),
        ("date", {"maximum": "2026-11-28"}, "2026-11-29", "Ref must not be after Nov 28, 2026."),
        ("text", {"max_length": 3}, "Lyon", "Ref holds at most 3 characters. Shorten the text."),
    ],
)
def test_a_value_beyond_its_bounds_is_refused(
    office: Office, board: CompiledBoard, kind: str, settings: dict[str, Any], value: Any, sentence: str
) -> None:
    board = with_column(office, board, kind, **settings)
    with pytest.raises(InvalidMany) as refused:
        office.item(board, ref=value)
    assert refusals(refused.value) == [sentence]
    assert refusals(refused.value, "fr")[0] != sentence


@pytest.mark.parametrize(
    ("kind", "default", "value"),
    [
        ("text", "Lyon", "Lyon"),
        ("checkbox", True, True),
        ("money", "10", {"amount": "10.00", "currency": "EUR"}),
        ("drop", "lyon", "lyon"),
    ],
)
def test_a_new_item_starts_with_the_default(
    office: Office, board: CompiledBoard, kind: str, default: Any, value: Any
) -> None:
    options = {"options": [{"key": "lyon", "labels": {"en": "Lyon"}, "color": "red"}]} if kind == "drop" else {}
    board = with_column(office, board, kind, default=default, **options)
    assert office.item(board).values["ref"] == value
    assert office.item(board, ref=None).values["ref"] in (None, False)


def test_a_default_may_be_a_word_that_is_read_on_the_day(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "people", default={"token": "me"})
    with office.write() as session:
        made = create_item(session, office.bob, board, {"name": "Paper"})
    assert made.values["ref"] == [office.bob.user_id]


def test_a_required_column_with_a_default_need_not_be_given(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "text", "Ref", {"default": "x"}, required=True)
    assert office.item(board).values["ref"] == "x"


def test_the_document_says_with_standard_keywords_what_it_can(office: Office, board: CompiledBoard) -> None:
    board = with_column(office, board, "number", minimum=0, maximum="1,000", default=5, unique=True)
    node = board.document["properties"]["ref"]
    assert (node["minimum"], node["maximum"], node["default"]) == (0, 1000, 5)
    assert node["x-column"]["settings"]["unique"] is True
