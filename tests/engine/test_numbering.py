"""Numbers that a board gives to its items."""

from typing import Any

import pytest
import sqlalchemy as sa

from engine.commands.boards import create_board
from engine.commands.columns import add_column, change_column, hide_column, restore_column
from engine.commands.copying import copy_items
from engine.commands.items import change_item, create_item, create_items
from engine.commands.placing import delete_items, import_items, restore_items
from engine.commands.retyping import change_type
from engine.errors import Invalid, InvalidMany
from engine.models import Board, Counter
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard, compile_board
from tests.factories import Office

INVOICE = {"prefix": "FAC-", "width": 4}


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    """Invoices: two that were there before their column was added."""
    with office.write() as session:
        board = create_board(session, office.alice, "Invoices")
        create_items(session, office.alice, board, [{"name": "a"}, {"name": "b"}])
        return add_column(session, office.alice, board, "autonumber", "No", INVOICE)[0]


def numbers(office: Office, board: CompiledBoard, **query: Any) -> dict[str, Any]:
    with office.read() as session:
        fresh = load_board(session, office.alice, board.id)
        found = page(session, fresh, ItemQuery(**query), context_for(session, office.alice)).items
    return {item.name: item.values["no"] for item in found}


def test_items_that_were_there_are_numbered_first(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        create_items(session, office.alice, board, [{"name": "c"}, {"name": "d"}])
    assert numbers(office, board) == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_a_number_is_written_with_prefix_and_width(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        assert board.columns["no"].format(12, context_for(session, office.alice)) == "FAC-0012"


def test_a_refused_creation_leaves_no_gap(office: Office, board: CompiledBoard) -> None:
    with pytest.raises(ZeroDivisionError), office.write() as session:
        create_item(session, office.alice, board, {"name": "lost"})
        raise ZeroDivisionError
    office.item(board, name="c")
    assert numbers(office, board)["c"] == 3


def test_a_number_is_never_given_twice(office: Office, board: CompiledBoard) -> None:
    last = office.item(board, name="c")
    with office.write() as session:
        delete_items(session, office.alice, board, [last.id])
    office.item(board, name="d")
    with office.write() as session:
        restore_items(session, office.alice, board, [last.id])
    assert numbers(office, board) == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_nobody_writes_a_number(office: Office, board: CompiledBoard) -> None:
    known = office.item(board, name="c")
    with office.write() as session:
        with pytest.raises(Invalid, match="filled in by Rouage"):
            change_item(session, office.alice, board, known.id, {"no": 99})
        with pytest.raises((Invalid, InvalidMany), match="filled in by Rouage"):
            create_item(session, office.alice, board, {"name": "x", "no": 99})


def test_copies_and_imported_items_get_numbers_of_their_own(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        first = page(session, board, ItemQuery(), context_for(session, office.alice)).items[0]
        copy_items(session, office.alice, board, [first.id])
        group = groups(session, board)[0].id
        import_items(session, office.alice, board, [group, group], {"name": ["x", "y"]}, run_rules=False, job_id=1)
    assert list(numbers(office, board).values()) == [1, 2, 3, 4, 5]


def test_a_number_is_found_by_its_text_and_by_its_value(office: Office, board: CompiledBoard) -> None:
    office.item(board, name="c")
    assert list(numbers(office, board, search="FAC-0003")) == ["c"]
    assert list(numbers(office, board, search="fac-0001")) == ["a"]
    assert list(numbers(office, board, filter={"column": "no", "op": "is", "value": "FAC-0002"})) == ["b"]
    assert list(numbers(office, board, filter={"column": "no", "op": "gt", "value": 1})) == ["b", "c"]
    with office.write() as session:
        change_column(session, office.alice, board, "no", settings={"prefix": "INV", "width": 2})
    assert list(numbers(office, board, search="INV02")) == ["b"]
    assert numbers(office, board, search="FAC-0002") == {}


def test_a_higher_first_number_goes_on_from_there_and_a_lower_one_changes_nothing(
    office: Office, board: CompiledBoard
) -> None:
    for start, expected in ((100, 100), (5, 101)):
        with office.write() as session:
            board = change_column(session, office.alice, board, "no", settings={**INVOICE, "start": start})
            made = create_item(session, office.alice, board, {"name": f"from {start}"})
        assert made.values["no"] == expected


def test_items_made_while_the_column_is_hidden_are_numbered_too(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        hidden = hide_column(session, office.alice, board, "no")
        create_items(session, office.alice, hidden, [{"name": "c"}, {"name": "d"}])
        restore_column(session, office.alice, hidden, "no")
    assert numbers(office, board) == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_items_made_by_somebody_who_may_not_see_the_column_are_numbered_too(
    office: Office, board: CompiledBoard
) -> None:
    with office.write() as session:
        stored = session.get_one(Board, board.id)
        narrow = compile_board(board.id, stored.workspace_id, stored.version, stored.document, hidden=frozenset(["no"]))
        made = create_item(session, office.alice, narrow, {"name": "c"})
        assert "no" not in made.values
    assert numbers(office, board)["c"] == 3


def test_a_new_board_counts_from_its_first_number(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        copy = create_board(session, office.alice, "Copy", document=session.get_one(Board, board.id).document)
        assert create_item(session, office.alice, copy, {"name": "x"}).values["no"] == 1
        assert session.scalar(sa.select(Counter.value).where(Counter.board_id == copy.id)) == 1


def test_numbers_become_text_and_nothing_becomes_numbers(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        changed = change_type(session, office.alice, board, "no", "text", {})
        found = page(session, changed, ItemQuery(), context_for(session, office.alice)).items
        assert [item.values["no"] for item in found] == ["FAC-0001", "FAC-0002"]
        with pytest.raises(Invalid, match="cannot be changed"):
            change_type(session, office.alice, changed, "no", "autonumber", {})


@pytest.mark.parametrize("typed", ["abc", "-1", "1.5", "<script>", "9" * 20])
def test_what_is_no_number_is_refused_with_an_example(office: Office, board: CompiledBoard, typed: str) -> None:
    with pytest.raises(Invalid, match="FAC-0012"):
        numbers(office, board, filter={"column": "no", "op": "is", "value": typed})
