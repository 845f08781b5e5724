"""Widths, wrapped text and frozen columns: kept in the board document, for everybody."""

import pytest

from engine.commands.layout import freeze_columns, lay_out_column
from engine.errors import Forbidden, Invalid
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


def test_a_column_keeps_its_width_and_its_wrapping(office: Office, stock: CompiledBoard) -> None:
    with office.write() as session:
        lay_out_column(session, office.bob, stock, "notes", width=320, wrap=True)
    column = office.board(stock.id).columns["notes"]
    assert (column.width, column.wrap) == (320, True)
    with office.write() as session:
        lay_out_column(session, office.bob, office.board(stock.id), "notes", width=0, wrap=False)
    column = office.board(stock.id).columns["notes"]
    assert (column.width, column.wrap) == (column.type.width, False)
    assert office.board(stock.id).document["properties"] == stock.document["properties"]


def test_what_is_already_so_makes_no_event(office: Office, stock: CompiledBoard) -> None:
    with office.write() as session:
        assert lay_out_column(session, office.bob, stock, "notes", wrap=False) is stock
        assert freeze_columns(session, office.bob, stock, "name") is stock


@pytest.mark.parametrize("width", [1, 47, 1201, 999_999])
def test_a_width_has_limits(office: Office, stock: CompiledBoard, width: int) -> None:
    with office.write() as session, pytest.raises(Invalid, match="between 48 and 1200 pixels"):
        lay_out_column(session, office.bob, stock, "notes", width=width)


def test_columns_are_frozen_up_to_one(office: Office, stock: CompiledBoard) -> None:
    assert stock.frozen == {"name"}
    with office.write() as session:
        freeze_columns(session, office.bob, stock, "status")
    assert office.board(stock.id).frozen == {"name", "sku", "status"}


def test_who_may_not_change_the_board_may_not_lay_it_out(office: Office, stock: CompiledBoard) -> None:
    with office.write() as session, pytest.raises(Forbidden):
        lay_out_column(session, office.charlie, stock, "notes", width=300)
    with office.write() as session, pytest.raises(Forbidden):
        freeze_columns(session, office.charlie, stock, "notes")
