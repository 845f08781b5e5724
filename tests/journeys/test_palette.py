"""Ctrl K finds boards, items and the commands of the page; `?` tells the keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.tables import PHONE, Browsers, Desk, cell, desk, go_to, picture, wait_until


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("data")) as opened:
        yield opened


def ask(page: Page, words: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Go to, or do")).to_be_visible()
    page.keyboard.type(words)


def test_an_item_is_found_and_opened_by_keyboard_alone(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "Étagère grise"}, {"name": "Scanner"}])
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Scanner", "quantity"))
    ask(page, "etag")
    expect(page.get_by_role("option", name="Étagère grise")).to_be_visible()
    picture(page, "palette.png")
    for _ in range(4):
        if page.get_by_role("option", name="Étagère grise").get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{here.program.address}/b/{board.id}/i/1")


def test_a_command_of_the_page_is_found_by_its_name(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    ask(page, "group by")
    expect(page.get_by_role("option", name="Group by")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#pop")).to_be_visible()


def test_a_late_answer_does_not_change_what_is_chosen(here: Desk, browsers: Browsers) -> None:
    """Boards come first in the list; those of an answer on its way went under the finger on Enter."""
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    held: list[Route] = []
    page.route("**/palette?*", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks the handler
    ask(page, "group by")
    option = page.get_by_role("option", name="Group by")
    expect(option).to_have_attribute("aria-selected", "true")
    wait_until(page, lambda: bool(held) and re.search(r"group.+by", held[-1].request.url) is not None)
    held[-1].fulfill(body='<a role="option" href="/my-work">My work</a>', content_type="text/html")
    expect(page.locator("#palette-found a")).to_be_visible()
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#pop")).to_be_visible()


def test_what_nobody_called_anything_has_a_sentence(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    ask(page, "zzzz")
    expect(page.get_by_text("Nothing is called that")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Go to, or do")).to_be_hidden()


def test_a_board_is_found_on_a_phone(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE)
    page.locator(".topbar [data-palette]").click()
    page.keyboard.type("stock")
    page.get_by_role("option", name="Stock Board").first.click()
    expect(page).to_have_url(f"{here.program.address}/b/1")


def test_the_keys_are_listed_but_a_question_mark_in_a_cell_is_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    picture(page, "shortcuts.png")
    page.keyboard.press("Escape")
    go_to(cell(page, "Paper", "sku"))
    page.keyboard.type("?")
    expect(cell(page, "Paper", "sku").locator("input")).to_have_value("?")
    page.keyboard.press("Escape")
