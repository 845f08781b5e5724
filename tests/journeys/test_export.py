"""A board leaves as a file, from its menu."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.tables import PHONE, Browsers, Desk


def test_the_view_is_exported_from_the_menu_of_the_board(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?sort=-quantity&hide=sku")
    page.get_by_role("button", name="Board menu").click()
    page.get_by_role("menuitem", name="Export").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("CSV").check()
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_be_hidden()
    assert started.value.suggested_filename.startswith("Stock ")
    lines = list(csv.reader(Path(started.value.path()).read_text("utf-8-sig").splitlines()))
    assert [line[0] for line in lines] == ["Name", "Paper", "Gloves", "Scanner"]
    assert "SKU" not in lines[0]


def test_a_workbook_is_exported_by_keyboard_on_a_phone_in_french(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    page.get_by_role("button", name="Menu du tableau").press("Enter")
    page.get_by_role("menuitem", name="Exporter").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Excel", exact=True)).to_be_checked()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename.endswith(".xlsx")
