"""Blocks of cells in the table: selected, copied, pasted, filled and emptied, by mouse and by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

from engine.schema.compiled import CompiledBoard
from tests.journeys.tables import Browsers, Desk, cell, go_to, names, wait_until


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def paste(page: Page, text: str, html: str = "") -> None:
    """What the clipboard's paste does, with this on it."""
    page.evaluate(
        """([text, html]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          if (html) clipboardData.setData("text/html", html);
          const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          (document.activeElement ?? document.body).dispatchEvent(event);
        }""",
        [text, html],
    )


def copied(page: Page) -> dict[str, str]:
    """What copying puts on the clipboard."""
    found: dict[str, str] = page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          document.activeElement.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
          return { text: clipboardData.getData("text/plain"), html: clipboardData.getData("text/html") };
        }"""
    )
    return found


def ranged(page: Page) -> int:
    return page.locator("td[aria-selected=true]").count()


def becomes(page: Page, here: Desk, board: CompiledBoard, key: str, expected: dict[str, object]) -> None:
    wait_until(page, lambda: here.values(board, key) == expected, lambda: f"{here.values(board, key)}")


def drag(page: Page, start: Locator, end: Locator) -> None:
    start.hover()
    page.mouse.down()
    box = end.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()


def test_a_click_selects_and_another_one_edits(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    one = cell(page, "Paper", "quantity")
    one.click()
    expect(one).to_be_focused()
    expect(one.locator("input")).to_have_count(0)
    one.click()
    expect(one.locator("input")).to_be_focused()


def test_shift_and_arrows_make_a_block_with_its_sums(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight")
    assert ranged(page) == 6
    expect(page.locator("#range-bar")).to_contain_text("6 cells")
    expect(page.locator("#range-bar")).to_contain_text("Quantity")
    expect(page.locator("#range-bar")).to_contain_text("961")
    expect(page.locator("#range-bar")).to_contain_text("€104.70")
    expect(page.locator("#told")).to_have_text("Cells selected: 3 × 2")
    press(page, "Escape")
    assert ranged(page) == 0
    expect(page.locator("#range-bar")).to_be_hidden()


def test_whole_columns_items_and_everything(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Gloves", "quantity"))
    press(page, "Control+Space")
    assert ranged(page) == 3
    press(page, "Escape", "Shift+Space")
    width = len(here.columns(board))
    wait_until(page, lambda: ranged(page) == width)
    press(page, "Control+a")
    assert ranged(page) == 3 * width


def test_a_block_is_dragged_and_reached_by_shift_and_click(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    drag(page, cell(page, "Paper", "status"), cell(page, "Scanner", "quantity"))
    assert ranged(page) == 6
    expect(page.locator(".choices")).to_have_count(0)
    cell(page, "Paper", "sku").click()
    assert ranged(page) == 0
    cell(page, "Gloves", "quantity").click(modifiers=["Shift"])
    assert ranged(page) == 6
    expect(cell(page, "Paper", "sku")).to_be_focused()


def test_delete_empties_a_block(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "status"))
    press(page, "Shift+ArrowDown", "Shift+ArrowRight", "Delete")
    becomes(page, here, board, "status", {"Paper": None, "Gloves": None, "Scanner": "out"})
    becomes(page, here, board, "quantity", {"Paper": None, "Gloves": None, "Scanner": 0})
    expect(cell(page, "Paper", "quantity")).to_have_text("")
    expect(page.locator(".toast")).to_contain_text("2 items changed")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    becomes(page, here, board, "quantity", {"Paper": 920, "Gloves": 41, "Scanner": 0})
    assert here.values(board, "status")["Gloves"] == "low"


def test_control_enter_fills_the_block_with_what_is_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "7", "5", "Control+Enter")
    becomes(page, here, board, "quantity", {"Paper": 75, "Gloves": 75, "Scanner": 75})
    go_to(cell(page, "Paper", "status"))
    press(page, "Shift+ArrowDown", "Enter")
    page.keyboard.type("out")
    press(page, "Control+Enter")
    becomes(page, here, board, "status", {"Paper": "out", "Gloves": "out", "Scanner": "out"})


def test_what_is_copied_can_be_read_by_a_spreadsheet(here: Desk, browsers: Browsers) -> None:
    names_and_text = [{"name": '=cmd("x")', "sku": 'a\t"b"', "reorder_level": -7, "fragile": True, "owner": [1]}]
    board = here.stock(items=names_and_text)
    page = browsers.open(f"/b/{board.id}")
    press(page, "Tab")
    go_to(page.locator(".items td.c-name").first)
    press(page, "Control+a")
    lines = copied(page)["text"].split("\t")
    assert lines[0] == '"\'=cmd(""x"")"'
    assert "-7" in lines
    assert "Alice Martin" in lines
    assert "Yes" in lines


def test_a_copied_block_is_pasted_elsewhere(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "status"))
    press(page, "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    found = copied(page)
    assert found["text"].splitlines()[0] == "In stock\t920\t€4.20"
    go_to(cell(page, "Gloves", "status"))
    paste(page, found["text"], found["html"])
    becomes(page, here, board, "status", {"Paper": "ok", "Gloves": "ok", "Scanner": "low"})
    becomes(page, here, board, "quantity", {"Paper": 920, "Gloves": 920, "Scanner": 41})
    assert here.values(board, "price")["Scanner"] == {"amount": "11.50", "currency": "EUR"}
    expect(cell(page, "Scanner", "status")).to_have_text("Low")
    assert ranged(page) == 6


def test_one_value_fills_the_selected_block(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    paste(page, "1,250\r\n")
    becomes(page, here, board, "quantity", {"Paper": 1250, "Gloves": 1250, "Scanner": 1250})


def test_wrong_types_are_shown_before_anything_is_written(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    paste(page, "12\tcheap\nmany\t5\n")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("2 cells cannot be read and keep their value")
    expect(dialog).to_contain_text("“many” is not a number")
    assert here.values(board, "quantity")["Paper"] == 920
    dialog.get_by_text("2 cells change").click()
    expect(dialog.locator("details")).to_contain_text("920")
    press(page, "Tab")
    dialog.get_by_role("button", name="Change 2 cells").press("Enter")
    becomes(page, here, board, "quantity", {"Paper": 12, "Gloves": 41, "Scanner": 0})
    assert here.values(board, "price")["Gloves"]["amount"] == "5.00"
    expect(dialog).to_be_hidden()


def test_a_block_larger_than_the_table_offers_to_add_items(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Scanner", "name"))
    paste(page, "Scanner\tA\nDesk\tB\nLamp\tC")
    page.locator("#dialog").get_by_role("button", name="Change and add").click()
    wait_until(page, lambda: set(names(page)) == {"Paper", "Gloves", "Scanner", "Desk", "Lamp"})
    assert here.values(board, "sku")["Lamp"] == "C"


def test_a_conflict_in_a_pasted_block_shows_both_values(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    page.route(re.compile(r"/live\?"), lambda route: route.fulfill(status=404))
    page.reload()
    go_to(cell(theirs, "Gloves", "quantity"))
    press(theirs, "7", "7", "Enter")
    becomes(page, here, board, "quantity", {"Paper": 920, "Gloves": 77, "Scanner": 0})
    go_to(cell(page, "Paper", "quantity"))
    paste(page, "1\n2\n3")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("1 cell was changed by somebody else meanwhile")
    expect(dialog).to_contain_text("77")
    dialog.get_by_label("Write mine over theirs").check()
    dialog.get_by_role("button", name="Change 2 cells").click()
    becomes(page, here, board, "quantity", {"Paper": 1, "Gloves": 2, "Scanner": 3})


def test_control_d_and_r_copy_down_and_right(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    becomes(page, here, board, "quantity", {"Paper": 920, "Gloves": 920, "Scanner": 920})
    go_to(cell(page, "Gloves", "quantity"))
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Control+r")
    wait_until(page, lambda: here.values(board, "reorder_level")["Gloves"] == 920)
    assert here.values(board, "price")["Gloves"]["amount"] == "920.00"


def test_viewers_copy_but_do_not_paste(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", who=here.office.charlie)
    go_to(cell(page, "Paper", "quantity"))
    press(page, "Shift+ArrowDown")
    assert copied(page)["text"] == "920\n41"
    paste(page, "1\n2")
    press(page, "Delete")
    expect(cell(page, "Paper", "quantity")).to_have_text("920")
    assert here.values(board, "quantity")["Paper"] == 920


def test_many_lines_pasted_into_the_line_below_become_items(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr")
    page.locator("[data-add]").first.focus()
    paste(page, "Bureau\tB-1\nChaise\tB-2\n\nLampe\tB-3\n")
    page.locator("#dialog").get_by_role("button", name="Ajouter 3 éléments").click()
    wait_until(page, lambda: names(page)[3:] == ["Bureau", "Chaise", "Lampe"], lambda: f"{names(page)}")
    assert here.values(board, "sku")["Lampe"] == "B-3"


def fill_to(page: Page, end: Locator) -> None:
    drag(page, page.locator(".fill-handle"), end)


def test_the_corner_of_a_block_continues_a_series(here: Desk, browsers: Browsers) -> None:
    items = [{"name": f"Item {n}"} for n in range(5)]
    items[0] |= {"quantity": 10, "expected_on": "2026-12-30", "sku": "Shelf 08"}
    items[1] |= {"quantity": 15}
    board = here.stock(items=items)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Item 0", "quantity"))
    press(page, "Shift+ArrowDown")
    fill_to(page, cell(page, "Item 4", "quantity"))
    becomes(page, here, board, "quantity", {f"Item {n}": 10 + 5 * n for n in range(5)})
    go_to(cell(page, "Item 0", "expected_on"))
    fill_to(page, cell(page, "Item 2", "expected_on"))
    wait_until(page, lambda: here.values(board, "expected_on")["Item 2"] == "2027-01-01")
    go_to(cell(page, "Item 0", "sku"))
    fill_to(page, cell(page, "Item 3", "sku"))
    wait_until(page, lambda: here.values(board, "sku")["Item 3"] == "Shelf 11")
    assert ranged(page) == 4


def test_the_corner_fills_to_the_right_too(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Gloves", "quantity"))
    fill_to(page, cell(page, "Gloves", "price"))
    wait_until(page, lambda: here.values(board, "price")["Gloves"] == {"amount": "41.00", "currency": "EUR"})


def test_a_block_reaches_over_items_that_are_not_in_the_page(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": f"Item {n:03}", "quantity": n} for n in range(400)])
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Item 000", "quantity"))
    press(page, "Control+Space")
    expect(page.locator("#range-bar")).to_contain_text("400 cells")
    expect(page.locator("#range-bar")).to_contain_text("79,800")
    press(page, "5", "Control+Enter")
    wait_until(page, lambda: set(here.values(board, "quantity").values()) == {5})
