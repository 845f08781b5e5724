"""A day in the table: editing by mouse and by keyboard, conflicts, columns, views, others at work, a broken line."""

import re

import pytest
from playwright.sync_api import Page, expect

from engine.commands.groups import create_group
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, names, row, shows, wait_until


def saved(page: Page) -> None:
    """Wait until nothing is on its way."""
    expect(page.locator(".saving, [data-busy]")).to_have_count(0)


# ---- editing ----


def test_editing_by_mouse(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Paper", "quantity").click()
    page.keyboard.type("1,000")
    cell(page, "Gloves", "status").click()
    page.get_by_role("option", name="Out").click()
    cell(page, "Scanner", "fragile").click()
    cell(page, "Scanner", "notes").click()
    page.keyboard.type("first line\nsecond line")
    page.locator(".top").click()
    saved(page)
    expect(cell(page, "Paper", "quantity")).to_have_text("1,000")
    assert here.values(board, "quantity")["Paper"] == 1000
    assert here.values(board, "status")["Gloves"] == "out"
    assert here.values(board, "fragile")["Scanner"] is True
    assert here.values(board, "notes")["Scanner"] == "first line\nsecond line"
    expect(page.locator("tfoot").first).to_contain_text("Σ 1,041")


def test_editing_by_keyboard_alone(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "name"))
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "7", "Enter", "F2", "Control+a", "8", "Tab", "9", "Enter"):
        page.keyboard.press(key)
    saved(page)
    assert here.values(board, "quantity") == {"Paper": 7, "Gloves": 8, "Scanner": 0}
    assert here.values(board, "price")["Gloves"] == {"amount": "9.00", "currency": "EUR"}
    expect(cell(page, "Scanner", "price")).to_be_focused()


def test_lists_open_by_a_letter_and_checkboxes_turn_by_space(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "status"))
    page.keyboard.press("l")
    page.keyboard.press("Enter")
    go_to(cell(page, "Paper", "owner"))
    page.keyboard.press("Enter")
    page.keyboard.type("bob")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    go_to(cell(page, "Paper", "fragile"))
    page.keyboard.press(" ")
    saved(page)
    assert here.values(board, "status")["Paper"] == "low"
    assert here.values(board, "owner")["Paper"] == [here.office.bob.user_id]
    assert here.values(board, "fragile")["Paper"] is True
    expect(cell(page, "Paper", "owner").get_by_title("Bob Durand").first).to_be_visible()


def test_escape_takes_back_and_delete_empties(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Paper", "quantity").click()
    page.keyboard.type("5")
    page.keyboard.press("Escape")
    expect(cell(page, "Paper", "quantity")).to_have_text("920")
    go_to(cell(page, "Gloves", "status"))
    page.keyboard.press("Delete")
    saved(page)
    assert here.values(board, "quantity")["Paper"] == 920
    assert here.values(board, "status")["Gloves"] is None


def test_french_readers_type_french(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr")
    for key, typed, shown in (("price", "1 234,5", "1 234,50 €"), ("expected_on", "28/11/2026", "28 nov. 2026")):
        cell(page, "Paper", key).click()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        saved(page)
        expect(cell(page, "Paper", key)).to_have_text(re.compile(shown.replace(" ", r"\s")))
    assert here.values(board, "expected_on")["Paper"] == "2026-11-28"


def test_an_invalid_value_stays_with_its_sentence_until_it_is_right(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Paper", "quantity").click()
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“many” is not a number")
    editor = cell(page, "Paper", "quantity").locator("input")
    expect(editor).to_have_value("many")
    expect(editor).to_be_focused()
    editor.fill("12")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator(".bubble")).to_have_count(0)
    assert here.values(board, "quantity")["Paper"] == 12


def test_giving_an_invalid_value_up_shows_what_is_stored(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Paper", "quantity").click()
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cell(page, "Paper", "quantity")).to_have_text("920")
    expect(page.locator(".invalid, .bubble")).to_have_count(0)


@pytest.mark.parametrize(("way", "kept"), [("Keep mine", 5), ("Take theirs", 7)])
def test_a_conflict_shows_both_values(here: Desk, browsers: Browsers, way: str, kept: int) -> None:
    board = here.stock()
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    cell(mine, "Gloves", "quantity").dblclick()
    expect(cell(mine, "Gloves", "quantity").locator("input")).to_be_focused()
    cell(theirs, "Gloves", "quantity").click()
    theirs.keyboard.type("7")
    theirs.keyboard.press("Enter")
    saved(theirs)
    mine.keyboard.type("5")
    mine.keyboard.press("Enter")
    bubble = mine.locator(".bubble")
    expect(bubble).to_contain_text("Somebody changed Quantity")
    expect(bubble.locator("dd")).to_have_text(["5", "7"])
    bubble.get_by_role("button", name=way).click()
    saved(mine)
    expect(cell(mine, "Gloves", "quantity")).to_have_text(str(kept))
    expect(cell(theirs, "Gloves", "quantity")).to_have_text(str(kept))
    assert here.values(board, "quantity")["Gloves"] == kept


def test_quick_edits_of_one_cell_on_a_slow_line_neither_conflict_nor_get_lost(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    for typed in ("1", "2", "3"):
        go_to(cell(page, "Paper", "quantity"))
        page.keyboard.press(typed)
        page.keyboard.press("Enter")
    wait_until(page, lambda: here.values(board, "quantity")["Paper"] == 3)
    expect(page.locator(".bubble")).to_have_count(0)


def test_without_a_line_what_was_typed_stays_and_is_sent_later(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.context.set_offline(True)
    cell(page, "Paper", "quantity").click()
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("What you typed is kept")
    expect(cell(page, "Paper", "quantity")).to_have_text("77")
    page.context.set_offline(False)
    saved(page)
    assert here.values(board, "quantity")["Paper"] == 77


def test_a_viewer_can_look_and_not_touch(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", who=here.office.charlie)
    cell(page, "Paper", "quantity").click()
    page.keyboard.press("5")
    expect(page.locator(".editing, .items input:not([type=checkbox])")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(cell(page, "Gloves", "quantity")).to_be_focused()


# ---- items ----


def test_new_items_at_the_end_and_at_the_top(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_label("Add an item to Lyon").fill("Glue")
    page.keyboard.press("Enter")
    page.keyboard.type("Tape")
    shows(page, "Paper", "Gloves", "Scanner", "Glue")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New item").click()
    page.keyboard.type("Stapler")
    page.keyboard.press("Enter")
    shows(page, "Stapler", "Paper", "Gloves", "Scanner", "Glue", "Tape")
    expect(page.locator(".count").first).to_have_text("6 items")
    page.reload()
    shows(page, "Stapler", "Paper", "Gloves", "Scanner", "Glue", "Tape")


def test_a_new_item_that_the_filter_hides_is_told_of(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f'/b/{board.id}?filter={{"column":"status","op":"is","value":"low"}}')
    page.get_by_label("Add an item to Lyon").fill("Glue")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("the filter hides it")
    shows(page, "Gloves")
    assert "Glue" in here.values(board, "status")


def test_deleting_by_the_menu_and_taking_it_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Gloves", "name").click(button="right")
    page.get_by_role("menuitem", name="Delete").click()
    shows(page, "Paper", "Scanner")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    shows(page, "Paper", "Gloves", "Scanner")


def test_several_items_move_to_another_group(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    row(page, "Paper").get_by_role("checkbox").check()
    row(page, "Scanner").get_by_role("checkbox").check()
    bar = page.get_by_role("toolbar", name="Selected items")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Move to").click()
    page.get_by_role("menuitem", name="Lille").click()
    shows(page, "Gloves", "Paper", "Scanner")
    expect(page.locator("[data-section]").nth(1).locator(".count")).to_have_text("2 items")
    expect(bar).to_be_hidden()


def test_a_long_group_comes_while_scrolling(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": f"Item {number:03d}"} for number in range(260)])
    page = browsers.open(f"/b/{board.id}")
    assert len(names(page)) == 100
    for _ in range(30):
        page.locator("#board").evaluate("(board) => board.scrollBy(0, 900)")
        page.wait_for_timeout(60)
    wait_until(page, lambda: len(names(page)) == 260)
    assert names(page) == [f"Item {number:03d}" for number in range(260)]


# ---- columns and groups ----


def test_a_column_is_added_set_up_moved_hidden_deleted_and_restored(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_role("button", name="Add a column").first.click()
    page.get_by_role("menuitem", name="Number", exact=True).click()
    page.get_by_label("Name in English").fill("Weight")
    page.get_by_label("Unit").fill("kg")
    page.get_by_role("button", name="Add the column").click()
    expect(page.locator("th[data-key=weight]").first).to_be_visible()
    cell(page, "Paper", "weight").click()
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    expect(cell(page, "Paper", "weight")).to_have_text("2.5 kg")

    page.locator("th[data-key=weight] button").first.click()
    page.get_by_role("menuitem", name="Move left").click()
    wait_until(page, lambda: here.columns(board)[-2:] == ["weight", "notes"])
    page.locator("th[data-key=weight] button").first.click()
    page.get_by_role("menuitem", name="Rename and settings").click()
    page.get_by_label("Name in English").fill("Mass")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("th[data-key=weight]").first).to_have_text("Mass")

    page.locator("th[data-key=weight] button").first.click()
    page.get_by_role("menuitem", name="Delete the column").click()
    expect(page.locator("th[data-key=weight]")).to_have_count(0)
    page.locator(".toast").filter(has_text="“Mass” deleted").get_by_role("button", name="Undo").click()
    expect(page.locator("th[data-key=weight]").first).to_be_visible()
    expect(cell(page, "Paper", "weight")).to_have_text("2.5 kg")

    page.locator("th[data-key=weight] button").first.click()
    page.get_by_role("menuitem", name="Hide in this view").click()
    expect(page.locator("th[data-key=weight]")).to_have_count(0)
    expect(page).to_have_url(re.compile("hide=weight"))
    assert "weight" in here.columns(board)


def test_options_are_edited_where_the_column_is_set_up(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.locator("th[data-key=status] button").first.click()
    page.get_by_role("menuitem", name="Rename and settings").click()
    page.get_by_role("button", name="Add an option").click()
    page.keyboard.type("On its way")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_until(page, lambda: "On its way" in page.locator("template[data-editor=status]").inner_html())
    cell(page, "Paper", "status").click()
    page.get_by_role("option", name="On its way").click()
    saved(page)
    assert here.values(board, "status")["Paper"] == "on_its_way"


def test_a_change_of_type_tells_first_what_would_be_lost(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.locator("th[data-key=sku] button").first.click()
    page.get_by_role("menuitem", name="Change the type").click()
    page.get_by_role("menuitem", name="Number", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 cells become empty")
    expect(dialog).to_contain_text("SKU-1")
    dialog.get_by_role("button", name="Cancel").click()
    assert here.values(board, "sku")["Paper"] == "SKU-1"


def test_groups_are_added_renamed_coloured_moved_deleted_and_restored(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_role("button", name="Add a group").click()
    expect(page.locator(".group .inplace").nth(2)).to_be_focused()
    page.keyboard.type("Nice")
    page.keyboard.press("Enter")
    wait_until(page, lambda: here.groups(board) == ["Lyon", "Lille", "Nice"])
    page.locator(".group").nth(2).hover()
    page.get_by_role("button", name="Actions for the group Nice").click()
    page.get_by_role("menuitem", name="Move up").click()
    wait_until(page, lambda: here.groups(board) == ["Lyon", "Nice", "Lille"])
    expect(page.locator(".group .inplace").nth(1)).to_have_value("Nice")
    page.get_by_role("button", name="Actions for the group Nice").click()
    page.get_by_role("menuitemradio", name="Pink").click()
    expect(page.locator(".group.c-pink")).to_have_count(1)
    page.get_by_role("button", name="Actions for the group Lyon").click()
    page.get_by_role("menuitem", name="Delete the group and its items").click()
    shows(page)
    page.locator(".toast").get_by_role("button", name="Undo").last.click()
    shows(page, "Paper", "Gloves", "Scanner")


def test_a_collapsed_group_stays_collapsed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_role("button", name="Collapse Lyon").click()
    expect(row(page, "Paper")).to_be_hidden()
    page.reload()
    expect(row(page, "Paper")).to_be_hidden()


# ---- views ----


def test_filter_sort_and_group_live_in_the_address(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_role("button", name="Filter").click()
    page.locator("[name='filter.0.column']").select_option("quantity")
    page.locator("[name='filter.0.op']").select_option("lt")
    page.locator("[name='filter.0.with']").select_option("column:reorder_level")
    shows(page, "Gloves", "Scanner")
    page.get_by_role("button", name="Close").first.click()
    page.get_by_role("button", name="Sort", exact=True).click()
    page.locator("[data-sorter] [data-add-line]").select_option("quantity")
    shows(page, "Scanner", "Gloves")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Group by").click()
    page.get_by_label("Add a level").select_option(label="Status")
    page.keyboard.press("Escape")
    expect(page.locator("section.group h2")).to_have_text(["Low", "Out"])
    shows(page, "Gloves", "Scanner")

    page.reload()
    expect(page.locator("section.group h2")).to_have_text(["Low", "Out"])
    shows(page, "Gloves", "Scanner")
    expect(page.locator(".chip")).to_contain_text("Quantity is less than Reorder level")
    page.get_by_role("link", name="Remove the filter").click()
    shows(page, "Paper", "Gloves", "Scanner")
    page.go_back()
    shows(page, "Gloves", "Scanner")


def test_a_nested_filter_in_words(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    tree = '{"or":[{"column":"status","op":"is","value":"ok"},{"and":[{"column":"quantity","op":"lt","value":50},{"column":"price","op":"gt","value":"20"}]}]}'
    page = browsers.open(f"/b/{board.id}?filter={tree}")
    shows(page, "Paper", "Scanner")
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator("[name='filter.1.0.column']")).to_have_value("quantity")
    expect(page.locator("[name='filter.1.1.column']")).to_have_value("price")


def test_search_finds_while_typing(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.get_by_label("Search this board").fill("scan")
    shows(page, "Scanner")
    expect(page).to_have_url(re.compile("q=scan"))
    expect(page.get_by_label("Search this board")).to_be_focused()
    page.get_by_label("Search this board").fill("zebra")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.get_by_role("link", name="Remove filter and search").click()
    shows(page, "Paper", "Gloves", "Scanner")


# ---- with others ----


def test_what_others_do_appears_without_reload(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    mine.evaluate("document.body.dataset.same = 'page'")
    cell(theirs, "Paper", "quantity").click()
    theirs.keyboard.type("1")
    theirs.keyboard.press("Enter")
    expect(cell(mine, "Paper", "quantity")).to_have_text("1")
    expect(mine.locator("tfoot").first).to_contain_text("Σ 42")

    theirs.get_by_label("Add an item to Lyon").fill("Glue")
    theirs.keyboard.press("Enter")
    shows(mine, "Paper", "Gloves", "Scanner", "Glue")
    cell(theirs, "Gloves", "name").click(button="right")
    theirs.get_by_role("menuitem", name="Lille").click()
    shows(mine, "Paper", "Scanner", "Glue", "Gloves")
    theirs.locator("th[data-key=sku] button").first.click()
    theirs.get_by_role("menuitem", name="Delete the column").click()
    expect(mine.locator("th[data-key=sku]")).to_have_count(0)
    assert mine.evaluate("document.body.dataset.same") == "page"


def test_others_do_not_disturb_a_cell_that_is_being_edited(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    cell(mine, "Paper", "quantity").click()
    mine.keyboard.type("55")
    cell(theirs, "Paper", "price").click()
    theirs.keyboard.type("3")
    theirs.keyboard.press("Enter")
    expect(cell(mine, "Paper", "price")).to_have_text("€3.00")
    expect(cell(mine, "Paper", "quantity").locator("input")).to_have_value("55")
    mine.keyboard.press("Enter")
    saved(mine)
    assert here.values(board, "quantity")["Paper"] == 55


def test_a_board_drawn_anew_keeps_the_focus_and_what_is_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Gloves", "price"))
    with here.office.write() as session:
        create_group(session, here.office.bob, board, "Nice")
    expect(page.locator("section.group")).to_have_count(3)
    expect(cell(page, "Gloves", "price")).to_be_focused()
    page.get_by_label("Add an item to Lyon").fill("Gl")
    with here.office.write() as session:
        create_group(session, here.office.bob, board, "Nantes")
    page.wait_for_timeout(600)
    expect(page.locator("section.group")).to_have_count(3)
    page.keyboard.type("ue")
    page.keyboard.press("Enter")
    expect(page.locator("section.group")).to_have_count(4)
    shows(page, "Paper", "Gloves", "Scanner", "Glue")
    expect(page.get_by_label("Add an item to Lyon")).to_be_focused()


def test_an_item_that_no_longer_matches_leaves_and_one_that_does_comes(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    tree = '{"column":"status","op":"is","value":"low"}'
    mine = browsers.open(f"/b/{board.id}?filter={tree}")
    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    for name, option in (("Gloves", "Out"), ("Paper", "Low")):
        cell(theirs, name, "status").click()
        theirs.get_by_role("option", name=option).click()
    shows(mine, "Paper")


# ---- the panel ----


def test_the_panel_opens_edits_steps_and_closes(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    row(page, "Gloves").hover()
    row(page, "Gloves").get_by_role("link", name="Open").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Gloves")).to_be_visible()
    address = page.url
    panel.locator("[data-key=quantity]").click()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(panel.locator(".history")).to_contain_text(re.compile(r"Quantity\s*41\s*50"))
    expect(cell(page, "Gloves", "quantity")).to_have_text("50")
    panel.get_by_role("link", name="Next item").click()
    expect(panel.get_by_role("heading", name="Scanner")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.go_back()
    expect(panel.get_by_role("heading", name="Scanner")).to_be_visible()
    page.go_back()
    expect(panel.get_by_role("heading", name="Gloves")).to_be_visible()
    assert page.url == address
    page.reload()
    expect(page.get_by_role("heading", name="Gloves")).to_be_visible()
    expect(page.locator("#board")).to_have_count(0)


def test_deleting_in_the_panel_closes_it(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    row(page, "Gloves").hover()
    row(page, "Gloves").get_by_role("link", name="Open").click()
    page.locator("#panel").get_by_role("button", name="Delete").click()
    expect(page.locator("#panel")).to_be_hidden()
    shows(page, "Paper", "Scanner")


# ---- on a phone ----


def test_working_on_a_phone(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    cell(page, "Gloves", "status").tap()
    option = page.get_by_role("option", name="In stock")
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.tap()
    saved(page)
    assert here.values(board, "status")["Gloves"] == "ok"
