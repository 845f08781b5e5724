"""A spreadsheet's 5,000 cells pasted at once, many of them wrong: told beforehand, and nothing lost either way."""

from playwright.sync_api import Page, expect

from engine.schema.compiled import CompiledBoard
from tests.journeys.tables import Browsers, Desk, cell, go_to, picture, wait_until

ITEMS = 1000
WRONG = 600
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def sheet() -> str:
    """Five columns from the SKU on: text, status, quantity, price, reorder level; 600 of them no quantity."""
    lines = ([f"P-{n}", "Low", "a lot" if n < WRONG else str(n), f"{n}.50", str(n % 7)] for n in range(ITEMS))
    return "\n".join("\t".join(line) for line in lines)


def pasted(here: Desk, browsers: Browsers) -> tuple[CompiledBoard, Page]:
    board = here.office.stock()
    here.office.fill(board, ITEMS)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Item 000000", "sku"))
    page.evaluate(PASTE, sheet())
    expect(page.locator("#dialog h2")).to_have_text("Before anything changes")
    return board, page


def test_5000_cells_are_looked_at_and_let_be(here: Desk, browsers: Browsers) -> None:
    board, page = pasted(here, browsers)
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("600 cells cannot be read and keep their value")
    expect(dialog.locator(".bad + .scroller tbody tr")).to_have_count(1)
    expect(dialog.locator(".bad + .scroller tbody")).to_contain_text("×600")
    expect(dialog.locator(".bad + .scroller tbody")).to_contain_text("a lot")
    picture(page, "big-paste.png")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    expect(cell(page, "Item 000000", "sku")).to_be_focused()
    assert set(here.values(board, "sku").values()) == {None}
    assert here.values(board, "quantity")["Item 000007"] == 7


def test_what_can_be_read_of_5000_cells_is_written_and_taken_back_as_one(here: Desk, browsers: Browsers) -> None:
    board, page = pasted(here, browsers)
    page.locator("#dialog").get_by_role("button", name="Change 4,").click()
    expect(page.locator(".toast")).to_contain_text("1,000 items changed")
    expect(cell(page, "Item 000001", "sku")).to_have_text("P-1")
    expect(cell(page, "Item 000001", "quantity")).to_have_text("1")
    assert len(set(here.values(board, "sku").values())) == 500
    page.keyboard.press("Control+z")
    wait_until(page, lambda: set(here.values(board, "sku").values()) == {None})
    expect(cell(page, "Item 000001", "sku")).to_have_text("")
