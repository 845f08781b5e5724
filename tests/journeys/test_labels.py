"""Labels of a status, edited from the list of a cell."""

from playwright.sync_api import Page, expect

from tests.journeys.tables import Browsers, Desk, cell, go_to, wait_until


def keys(here: Desk, board_id: int) -> list[str]:
    return [one["key"] for one in here.office.board(board_id).columns["status"].settings["options"]]


def open_labels(page: Page) -> None:
    """By keyboard: the list of the cell, then its last entry."""
    go_to(cell(page, "Gloves", "status"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Edit labels…")).to_be_visible()
    for _ in range(8):
        if page.locator("[role=option].at").inner_text() == "Edit labels…":
            break
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog .option").first).to_be_visible()


def test_labels_are_renamed_and_reordered_by_keyboard(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_labels(page)
    low = page.get_by_label("Label in English").nth(1)
    low.fill("Running low")
    low.press("Alt+ArrowUp")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cell(page, "Gloves", "status")).to_have_text("Running low")
    assert keys(here, board.id) == ["low", "ok", "out"]


def test_labels_are_dragged_by_their_handle(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_labels(page)
    handles = page.locator("#dialog [data-option-drag]")
    start, end = handles.nth(2).bounding_box(), handles.nth(0).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 4, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="Save", exact=True).click()
    wait_until(page, lambda: keys(here, board.id) == ["out", "ok", "low"])


def test_a_label_that_is_used_asks_what_its_cells_become(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_labels(page)
    page.locator("#dialog [data-option]").nth(1).get_by_role("button", name="Remove this option").click()
    page.get_by_role("button", name="Save", exact=True).click()
    fates = page.locator("#fates")
    expect(fates).to_contain_text("1 item")
    fates.get_by_label("What “Low” becomes").select_option("out")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_until(page, lambda: here.values(board, "status")["Gloves"] == "out")
    assert keys(here, board.id) == ["ok", "out"]
