"""The menu of a column's header: filter, group and insert from where one looks."""

from playwright.sync_api import Page, expect

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
