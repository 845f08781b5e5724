"""Items as cards on a phone: the name opens the item, the first columns stand beside their names."""

from playwright.sync_api import expect

from tests.journeys.tables import PHONE, Browsers, Desk, cell, picture, row


def test_an_item_is_a_card(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE)
    named = "(cell) => getComputedStyle(cell, '::before').content"
    assert cell(page, "Gloves", "quantity").evaluate(named) == '"Quantity"'
    expect(cell(page, "Gloves", "quantity")).to_be_visible()
    expect(cell(page, "Gloves", "reorder_level")).to_be_hidden()
    assert page.evaluate("document.getElementById('board').scrollWidth <= innerWidth")
    picture(page, "cards.png")

    row(page, "Gloves").locator("td.c-name").click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#panel [data-key=reorder_level]")).to_contain_text("80")


def test_a_value_is_changed_where_it_stands(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE, language="fr")
    cell(page, "Gloves", "status").click()
    page.get_by_role("option", name="Rupture").click()
    expect(cell(page, "Gloves", "status")).to_have_text("Rupture")


def test_quotes_in_the_name_of_a_column_stay_quotes(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE)
    title = 'Say "\\\\hi" }'
    page.evaluate("(title) => { document.querySelector('th[data-key=sku] .clip').textContent = title; }", title)
    page.evaluate("() => document.dispatchEvent(new CustomEvent('board:shown'))")
    shown = cell(page, "Gloves", "sku").evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert "hi" in shown
    expect(cell(page, "Gloves", "quantity")).to_be_visible()
    assert cell(page, "Gloves", "quantity").evaluate("(c) => getComputedStyle(c, '::before').content") == '"Quantity"'
