"""The table as it looks: both languages, both themes, desk and phone, looked at by axe, kept as pictures."""

import json
import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from engine.commands.items import change_item
from engine.text import Language
from tests.journeys.tables import DESKTOP, PHONE, Browsers, Desk, cell, grave, picture, row

Theme = Literal["light", "dark"]
CUT = """(one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).textOverflow === "ellipsis"
  && !getComputedStyle(one).display.includes("flex")"""
"""Whether an ellipsis stands for the end of its text: boxes that are flexible cut it off without."""


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical, with the first place of each."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in grave(page)]


def table(page: Page) -> None:
    expect(page.locator("tfoot").first).to_be_visible()


def editing(page: Page) -> None:
    cell(page, "Gloves", "quantity").click()
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_be_visible()


def choosing(page: Page) -> None:
    cell(page, "Gloves", "status").click()
    expect(page.get_by_role("listbox")).to_be_visible()


def filtering(page: Page) -> None:
    page.locator("[data-pop$=filters]").click()
    page.locator("[name='filter.0.column']").select_option("quantity")
    expect(page.locator("[name='filter.0.op']")).to_be_visible()


def header(page: Page) -> None:
    """From the head of the column, or on a phone, where cards have none, from the list of columns."""
    if page.locator("thead").first.is_visible():
        page.locator("th[data-key=status] button").first.click()
    else:
        page.locator(".bar [data-pop$=columns]").click()
        page.locator("#pop [data-fill$='columns/status']").click()
    expect(page.locator("#pop [role=menuitem]").first).to_be_visible()


def settings(page: Page) -> None:
    header(page)
    page.locator("#pop [hx-get$=settings]").click()
    expect(page.locator("dialog:modal .option").first).to_be_visible()


def panel(page: Page) -> None:
    row(page, "Gloves").hover()
    row(page, "Gloves").locator(".open").click(force=True)
    expect(page.locator("#panel .talk")).to_be_visible()


def picking(page: Page) -> None:
    row(page, "Gloves").locator("[type=checkbox]").check(force=True)
    expect(page.locator("#selection")).to_be_visible()


SCENES: dict[str, Callable[[Page], None]] = {
    scene.__name__: scene for scene in (table, editing, choosing, filtering, header, settings, panel, picking)
}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("language", "theme", "size"), [("en", "light", DESKTOP), ("fr", "dark", PHONE)])
def test_nothing_serious_and_a_picture(
    here: Desk, browsers: Browsers, scene: str, language: Language, theme: Theme, size: tuple[int, int]
) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language=language, theme=theme, size=size)
    SCENES[scene](page)
    page.wait_for_timeout(250)
    picture(page, f"table-{scene}-{language}-{theme}-{size[0]}.png")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_an_empty_board_says_how_to_begin(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[])
    page = browsers.open(f"/b/{board.id}")
    expect(page.get_by_text("Type the name of a first item below")).to_be_visible()
    picture(page, "table-empty.png")
    assert serious(page) == []


def test_nothing_matches_and_a_broken_view_lead_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    for query, words in (
        ("q=zebra", "Nothing matches"),
        (f"filter={json.dumps({'column': 'gone'})}", "This view no longer works"),
    ):
        page = browsers.open(f"/b/{board.id}?{query}")
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        assert serious(page) == []
        page.locator("#board .empty a:not(.small)").click()
        expect(page.locator(".items > tr[data-item]")).to_have_count(3)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_number_that_is_too_wide_is_seen_to_be_cut(size: tuple[int, int], here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    with here.office.write() as session:
        change_item(session, here.office.alice, board, here.ids(board)["Gloves"], {"quantity": 8_765_432_109_876})
    page = browsers.open(f"/b/{board.id}", size=size)
    picture(page, f"wide-number-{size[0]}.png")
    wide = cell(page, "Gloves", "quantity")
    assert wide.evaluate(CUT), "of the cell"
    if size == DESKTOP:
        total = page.locator("tfoot .end .clip").first
        expect(total).to_be_visible()
        assert total.evaluate(CUT), "of the total"
        assert total.evaluate(
            "(one) => one.closest('td').getBoundingClientRect().left <= one.getBoundingClientRect().left"
        )
        expect(page.locator("tfoot .end .sum-up").first).to_have_attribute("title", re.compile("8,765,432,1"))
