import pytest

from engine.commands.columns import add_column, change_column, hide_column, move_column, restore_column
from engine.commands.items import change_item
from engine.commands.retyping import change_type, preview_type_change
from engine.errors import Forbidden, Invalid, InvalidMany
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.items import ItemQuery, item
from engine.queries.listing import page
from tests.factories import Office


def test_a_key_is_a_readable_slug_that_never_changes(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        board, key = add_column(session, office.alice, board, "number", "Coût réel (€)")
        board = change_column(session, office.alice, board, key, title="Cost", labels={"fr": "Coût"})
    assert key == "cout_reel"
    assert (board.columns[key].label("en"), board.columns[key].label("fr")) == ("Cost", "Coût")


def test_two_columns_may_share_a_title(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        board, first = add_column(session, office.alice, board, "text", "Extra")
        board, second = add_column(session, office.alice, board, "text", "Extra")
    assert (first, second) == ("extra", "extra_2")


def test_columns_move(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        board = move_column(session, office.alice, board, "price", after="name")
    assert list(board.columns)[:3] == ["name", "price", "sku"]


def test_a_hidden_column_comes_back_with_its_cells(office: Office) -> None:
    board = office.stock()
    made = office.item(board, sku="P-1")
    with office.write() as session:
        board = hide_column(session, office.alice, board, "sku")
    assert "sku" not in board.columns
    with office.read() as session, pytest.raises(Invalid, match="no column “sku”"):
        page(session, board, ItemQuery(filter={"column": "sku", "op": "is_empty"}), context_for(session, office.alice))
    with office.write() as session:
        board = restore_column(session, office.alice, board, "sku")
    with office.read() as session:
        assert item(session, board, made.id).values["sku"] == "P-1"


def test_the_name_stays(office: Office) -> None:
    board = office.stock()
    with pytest.raises(Invalid, match="every item has a name"), office.write() as session:
        hide_column(session, office.alice, board, "name")


def test_a_change_of_type_shows_what_would_be_lost(office: Office) -> None:
    board = office.stock()
    for sku in ("12", "7.5", "none"):
        office.item(board, sku=sku)
    with office.write() as session:
        change = preview_type_change(session, office.alice, board, "sku", "number", {})
    assert (change.kept, change.lost, list(change.examples)) == (2, 1, ["none"])


def test_a_change_of_type_keeps_what_it_can(office: Office) -> None:
    board = office.stock()
    made = [office.item(board, sku=sku) for sku in ("12", "none")]
    with office.write() as session:
        board = change_type(session, office.alice, board, "sku", "number", {})
        assert board.columns["sku"].physical.endswith("_2")
        assert [item(session, board, one.id).values["sku"] for one in made] == [12, None]


def test_text_becomes_a_choice_with_its_own_options(office: Office) -> None:
    board = office.stock()
    made = office.item(board, sku="Blue pen")
    with office.write() as session:
        board = change_type(session, office.alice, board, "sku", "drop", {})
        key = item(session, board, made.id).values["sku"]
    assert key in {option["key"] for option in board.columns["sku"].settings["options"]}


def test_a_version_rolled_back_is_never_met_again(office: Office) -> None:
    board = office.stock()
    with pytest.raises(RuntimeError), office.write() as session:
        add_column(session, office.alice, board, "text", "Ghost")
        raise RuntimeError
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "number", "Real")
    with office.read() as session:
        columns = load_board(session, office.alice, board.id).columns
    assert "real" in columns
    assert "ghost" not in columns


def test_a_viewer_may_not_change_columns(office: Office) -> None:
    board = office.stock()
    with pytest.raises(Forbidden), office.write() as session:
        add_column(session, office.charlie, board, "text", "Nope")


def test_required_columns_refuse_to_be_cleared(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        board = change_column(session, office.alice, board, "sku", required=True)
    made = office.item(board, sku="P-1")
    with pytest.raises(InvalidMany, match="SKU is required"):
        office.item(board)
    with pytest.raises(InvalidMany, match="SKU is required"), office.write() as session:
        change_item(session, office.alice, board, made.id, {"sku": ""})
