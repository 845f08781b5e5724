"""What a column asks of its values, as people meet it: set up in its form, told in sentences, never a dead end."""

import pytest
from playwright.sync_api import Page, expect

from engine.commands.columns import change_column
from tests.journeys.tables import PHONE, Browsers, Desk, cell, names, wait_until


def settings(page: Page, title: str) -> None:
    page.locator("thead").first.get_by_role("button", name=title, exact=True).click()
    page.get_by_role("menuitem", name="Rename and settings").click()
    expect(page.get_by_role("dialog").locator(".promises")).to_be_visible()


def test_news_that_come_while_a_form_closes_do_not_open_it_again(here: Desk, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{here.stock().id}")
    settings(page, "SKU")
    page.evaluate("""() => {
        document.dispatchEvent(new CustomEvent("done"));
        document.dispatchEvent(new CustomEvent("htmx:after:swap"));
    }""")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 100))")
    expect(page.locator("dialog:modal")).to_have_count(0)
    settings(page, "Quantity")


def test_a_column_is_made_unique_and_tells_who_has_the_value(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    settings(page, "SKU")
    page.get_by_label("No two items may hold the same value").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("Column saved.")
    cell(page, "Gloves", "sku").click()
    page.keyboard.type("sku-1")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_contain_text("is already held by “Paper”")
    page.keyboard.press("Escape")
    assert here.values(board, "sku")["Gloves"] == "SKU-2"


def test_values_that_repeat_are_named_where_the_column_should_become_unique(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr")
    cell(page, "Gloves", "sku").click()
    page.keyboard.type("SKU-1\n")
    wait_until(page, lambda: here.values(board, "sku")["Gloves"] == "SKU-1")
    page.locator("thead").first.get_by_role("button", name="SKU", exact=True).click()
    page.get_by_role("menuitem", name="Nom et réglages").click()
    page.get_by_label("Deux éléments ne peuvent pas avoir la même valeur").check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".field-error")).to_contain_text("plusieurs éléments ont la valeur")


def test_limits_are_typed_as_values_and_say_what_is_beyond_them(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    settings(page, "Price")
    page.get_by_label("Largest allowed").fill("€50")
    page.get_by_label("An item needs a value here").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("1 item keeps a value beyond the limits.")
    expect(page.locator("thead").first.locator("th[data-key=price][data-required]")).to_be_visible()
    cell(page, "Paper", "price").click()
    page.keyboard.type("50.01\n")
    expect(page.locator(".bubble")).to_contain_text("Price must be at most €50.00.")


@pytest.mark.parametrize("size", [(1440, 860), PHONE])
def test_the_line_for_new_items_asks_for_what_else_the_board_needs(
    here: Desk, browsers: Browsers, size: tuple[int, int]
) -> None:
    board = here.stock()
    with here.office.write() as session:
        board = change_column(session, here.office.alice, board, "expected_on", required=True)
        board = change_column(session, here.office.alice, board, "status", required=True)
    page = browsers.open(f"/b/{board.id}", size=size)
    line = page.locator("[data-add]").first
    line.fill("Stapler")
    line.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Name")).to_have_value("Stapler")
    form.get_by_label("Expected on").fill("someday")
    form.get_by_role("button", name="Add the item").click()
    expect(form).to_contain_text("“someday” is not a date.")
    form.get_by_label("Expected on").fill("28 Nov 2026")
    form.get_by_label("Status").select_option("low")
    form.get_by_role("button", name="Add the item").click()
    expect(form).to_be_hidden()
    wait_until(page, lambda: "Stapler" in names(page))
    assert here.values(board, "expected_on")["Stapler"] == "2026-11-28"


def test_giving_up_the_form_leaves_the_name_in_its_line(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    with here.office.write() as session:
        board = change_column(session, here.office.alice, board, "expected_on", required=True)
    page = browsers.open(f"/b/{board.id}")
    line = page.locator("[data-add]").first
    line.fill("Stapler")
    line.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(line).to_have_value("Stapler")
    assert "Stapler" not in here.values(board, "name")
