"""What a bulk edit does to the other people's pages: few redraws while it goes on, and the truth at its end."""

import pytest
from playwright.sync_api import Page, Request, expect

from engine.commands.bulk import change_many
from engine.queries.boards import board as load_board
from engine.queries.live import MANY
from engine.schema.compiled import CompiledBoard
from tests.journeys.tables import Browsers, Desk, cell

PARTS = 12
BEAT = 250
BULK = 2000
"""Milliseconds between two redraws, as board/live.js says."""


@pytest.fixture
def board(here: Desk) -> CompiledBoard:
    board = here.office.stock()
    here.office.fill(board, MANY + 20)
    return board


def change_all(here: Desk, board: CompiledBoard, quantity: int) -> None:
    with here.office.write() as session:
        fresh = load_board(session, here.office.bob, board.id)
        ids = list(session.scalars(fresh.table.select().with_only_columns(fresh.table.c.id)))
        change_many(session, here.office.bob, fresh, {one: {"quantity": quantity} for one in ids})


def redraws(page: Page, board: CompiledBoard) -> list[Request]:
    found: list[Request] = []
    page.on("request", lambda one: found.append(one) if f"/b/{board.id}?at=" in one.url else None)
    return found


def test_a_bulk_of_many_parts_redraws_the_others_seldom(here: Desk, board: CompiledBoard, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{board.id}")
    asked = redraws(page, board)
    began = page.evaluate("performance.now()")
    for part in range(1, PARTS + 1):
        change_all(here, board, part * 1000)
        page.wait_for_timeout(BEAT)
    lasted = page.evaluate("performance.now()") - began
    expect(cell(page, "Item 000000", "quantity")).to_contain_text(f"{PARTS * 1000:,}", timeout=BULK * 5)
    assert 1 <= len(asked) <= lasted / BULK + 2, [one.url for one in asked]


def test_one_edit_does_not_wait_for_a_bulk(here: Desk, board: CompiledBoard, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{board.id}")
    asked = redraws(page, board)
    change_all(here, board, 1000)
    expect(cell(page, "Item 000000", "quantity")).to_contain_text("1,000")
    change_all(here, board, 2000)
    with here.office.write() as session:
        fresh = load_board(session, here.office.bob, board.id)
        first = session.scalar(fresh.table.select().with_only_columns(fresh.table.c.id).order_by(fresh.table.c.id))
        change_many(session, here.office.bob, fresh, {first or 0: {"sku": "At once"}})
    expect(cell(page, "Item 000000", "sku")).to_contain_text("At once")
    expect(cell(page, "Item 000001", "quantity")).to_contain_text("2,000")
    assert len(asked) == 2
