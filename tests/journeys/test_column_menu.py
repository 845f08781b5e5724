"""The menu of a column's header: filter, group and insert from where one looks."""

from playwright.sync_api import Page, Route, expect

from engine.commands.columns import add_column
from tests.journeys.tables import Browsers, Desk, shows, wait_until


def choose(page: Page, key: str, entry: str) -> None:
    page.locator(f"th[data-key={key}] button").first.click()
    page.get_by_role("menuitem", name=entry).click()


def test_a_condition_is_begun_and_joins_those_that_are_there(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    choose(page, "status", "Filter by this column")
    page.locator("[name='filter.0.with']").select_option(label="Low")
    shows(page, "Gloves")
    page.keyboard.press("Escape")
    choose(page, "quantity", "Filter by this column")
    expect(page.locator("[name='filter.0.column']")).to_have_value("status")
    expect(page.locator("[name='filter.1.column']")).to_have_value("quantity")
    shows(page, "Gloves")


def test_items_are_grouped_by_the_column(here: Desk, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{here.stock().id}")
    choose(page, "status", "Group by this column")
    expect(page.locator("section.group h2")).to_have_text(["In stock", "Low", "Out"])


def test_a_column_is_inserted_beside_another_one(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    choose(page, "status", "Insert a column to the right")
    page.get_by_role("menuitem", name="Number", exact=True).click()
    page.get_by_label("Name in English").fill("Weight")
    page.get_by_role("button", name="Add the column").click()
    expect(page.locator("th[data-key=weight]").first).to_be_visible()
    wait_until(page, lambda: here.columns(board)[:4] == ["name", "sku", "status", "weight"])
    page.keyboard.press("Control+z")
    wait_until(page, lambda: "weight" not in here.columns(board))


def test_a_menu_stays_open_while_the_board_is_drawn_anew(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.locator("th[data-key=status] button").first.click()
    menu = page.get_by_role("menuitem", name="Group by this column")
    expect(menu).to_be_visible()
    with here.office.write() as session:
        add_column(session, here.office.alice, here.office.board(board.id), "number", "Weight")
    expect(page.locator("th[data-key=weight]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").locator(":scope:focus")).to_have_count(1)
    menu.click()
    expect(page.locator("section.group h2")).to_have_text(["In stock", "Low", "Out"])


def test_a_menu_that_was_asked_for_before_the_board_was_drawn_anew_opens_at_its_button(
    here: Desk, browsers: Browsers
) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")

    def drawn_meanwhile(route: Route) -> None:
        with here.office.write() as session:
            add_column(session, here.office.alice, here.office.board(board.id), "number", "Weight")
        expect(page.locator("th[data-key=weight]").first).to_be_visible()
        route.continue_()

    page.route(f"**/boards/{board.id}/columns/status", drawn_meanwhile)
    button = page.locator("th[data-key=status] button").first
    button.click()
    expect(page.get_by_role("menuitem", name="Group by this column")).to_be_visible()
    menu, under = page.locator("#pop").bounding_box(), button.bounding_box()
    assert menu
    assert under
    assert abs(menu["x"] - under["x"]) < 5
