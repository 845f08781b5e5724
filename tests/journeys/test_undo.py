"""Taking back and doing again, by keyboard and by button, as the page shows it."""

from playwright.sync_api import Page, expect

from engine.commands.items import change_item
from engine.commands.undoings import AT_ONCE
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, names, row, shows, wait_until

NOTE_THE_BAR = """() => {
  window.bar = ""
  const note = () => { window.bar += document.querySelector("#edit").textContent }
  new MutationObserver(note).observe(document.body, {childList: true, characterData: true, subtree: true})
}"""
"""The bar of an edit may be there for a moment only: what it said is kept in `bar`."""


def type_over(page: Page, name: str, key: str, text: str) -> None:
    go_to(cell(page, name, key))
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".saving, [data-busy]")).to_have_count(0)


def button(page: Page, way: str) -> str:
    return page.locator(f"[data-take={way}]").get_attribute("title") or ""


def test_keys_take_back_and_do_again(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    expect(page.locator("[data-take=undoings]")).to_be_disabled()
    type_over(page, "Paper", "quantity", "7")
    type_over(page, "Gloves", "quantity", "8")
    wait_until(page, lambda: button(page, "undoings").startswith("Undo: change Quantity of “Gloves”"))
    page.keyboard.press("Control+z")
    expect(cell(page, "Gloves", "quantity")).to_have_text("41")
    expect(page.locator(".toast").last).to_contain_text("Undone: change Quantity of “Gloves”.")
    page.keyboard.press("Control+z")
    expect(cell(page, "Paper", "quantity")).to_have_text("920")
    page.keyboard.press("Control+Shift+z")
    expect(cell(page, "Paper", "quantity")).to_have_text("7")
    page.keyboard.press("Control+y")
    expect(cell(page, "Gloves", "quantity")).to_have_text("8")
    wait_until(page, lambda: here.values(board, "quantity") == {"Paper": 7, "Gloves": 8, "Scanner": 0})
    expect(page.locator("[data-take=redoings]")).to_be_disabled()


def test_buttons_bring_back_deleted_items_in_french(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr")
    for name in ("Paper", "Gloves"):
        row(page, name).locator(".c-pick input").check()
    page.locator("#selection [data-act=delete], #selection .danger").first.click()
    shows(page, "Scanner")
    wait_until(page, lambda: "suppression de 2 éléments" in button(page, "undoings"))
    page.locator("[data-take=undoings]").click()
    shows(page, "Paper", "Gloves", "Scanner")
    expect(page.locator(".toast").last).to_contain_text("Annulé\u00a0: suppression de 2 éléments.")
    page.locator("[data-take=redoings]").click()
    shows(page, "Scanner")


def test_the_button_of_a_message_takes_back_that_step(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    row(page, "Paper").locator(".c-pick input").check()
    page.locator("#selection [data-act=delete], #selection .danger").first.click()
    shows(page, "Gloves", "Scanner")
    type_over(page, "Gloves", "quantity", "8")
    page.locator(".toast").filter(has_text="Item deleted.").get_by_role("button", name="Undo").click()
    shows(page, "Paper", "Gloves", "Scanner")
    assert here.values(board, "quantity")["Gloves"] == 8


def test_what_somebody_changed_since_stays_and_is_told(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    type_over(page, "Paper", "quantity", "7")
    with here.office.write() as session:
        item = int((row(page, "Paper").get_attribute("id") or "")[1:])
        change_item(session, here.office.bob, here.office.board(board.id), item, {"quantity": 99})
    page.keyboard.press("Control+z")
    expect(page.locator(".toast.bad")).to_contain_text("Quantity of “Paper” was changed by Bob Durand since")
    expect(cell(page, "Paper", "quantity")).to_have_text("99")


def test_in_an_editor_the_keys_are_the_browser_s(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    type_over(page, "Paper", "quantity", "7")
    cell(page, "Gloves", "sku").click()
    page.keyboard.type("ABC")
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    expect(cell(page, "Paper", "quantity")).to_have_text("7")
    assert here.values(board, "quantity")["Paper"] == 7


def test_columns_and_groups_come_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.locator("th[data-key=price] button").first.click()
    page.locator("#pop .danger").first.click()
    expect(page.locator("th[data-key=price]")).to_have_count(0)
    page.locator("body").press("Control+z")
    expect(page.locator("th[data-key=price]").first).to_be_visible()
    assert "price" in here.columns(board)


def test_on_a_phone_the_buttons_are_there(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE)
    assert names(page) == ["Paper", "Gloves", "Scanner"]
    expect(page.locator("[data-take=undoings]")).to_be_visible()


def test_a_long_step_is_taken_back_in_the_background(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[])
    here.office.fill(board, AT_ONCE + 100)
    page = browsers.open(f"/b/{board.id}")
    page.locator(".items .c-pick input").first.check()
    page.get_by_role("button", name="Select all").click()
    page.locator("#selection").get_by_role("button", name="Set a column").click()
    page.locator("#pop [name=key]").select_option("status")
    page.locator("#pop select[name=value]").select_option("out")
    page.get_by_role("button", name="Set for").click()
    expect(page.locator("#toasts")).to_contain_text("items changed", timeout=60_000)
    expect(cell(page, "Item 000000", "status")).to_have_text("Out")
    wait_until(page, lambda: button(page, "undoings").startswith("Undo: change Status of"))
    page.evaluate(NOTE_THE_BAR)
    page.keyboard.press("Control+z")
    expect(page.locator("#toasts")).to_contain_text("Undone: change Status of 2,100 items.", timeout=60_000)
    assert "Undoing…" in page.evaluate("bar")
    expect(page.locator("#edit")).to_be_hidden()
    expect(cell(page, "Item 000000", "status")).to_have_text("")
    wait_until(page, lambda: button(page, "redoings").startswith("Redo: change Status of"))
