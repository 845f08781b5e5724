"""Saved views between people: one's own and shared ones, locked ones, and the address that shows others the same."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from engine.commands.views import change_view, create_view
from engine.permissions import BoardRole
from engine.text import Language
from tests.journeys.tables import PHONE, Browsers, Desk, picture, shows, wait_until


def view_menu(page: Page) -> None:
    page.locator("#tabs .tab:has([aria-current]) .more").click()


def test_one_s_own_view_is_shared_locked_and_opens_first(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.on_list(board, here.office.bob, BoardRole.CONTRIBUTOR)
    mine = browsers.open(f"/b/{board.id}?sort=-name")
    mine.locator(".new-view").click()
    form = mine.locator("#pop")
    form.get_by_label("Name", exact=True).fill("Z to A")
    form.get_by_role("checkbox", name="Share with everybody").uncheck()
    form.get_by_role("button", name="Save the view").click()
    current = mine.locator("#tabs .tab:has([aria-current])")
    expect(current.get_by_role("img", name="Only you see this view")).to_be_visible()
    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    expect(theirs.locator("#tabs")).not_to_contain_text("Z to A")
    personal = mine.url
    theirs.goto(personal)
    expect(theirs.get_by_text("Z to A")).to_have_count(0)
    view_menu(mine)
    mine.get_by_role("menuitem", name="Share with everybody").click()
    expect(current.get_by_role("img", name="Only you see this view")).to_have_count(0)
    view_menu(mine)
    mine.get_by_role("menuitem", name="Lock against changes").click()
    expect(current.get_by_role("img", name="Locked")).to_be_visible()
    view_menu(mine)
    mine.get_by_role("menuitem", name="Open first for everybody").click()
    view_menu(mine)
    expect(mine.get_by_role("menuitem", name="No longer open first")).to_be_visible()
    theirs.goto(f"/b/{board.id}")
    shows(theirs, "Scanner", "Paper", "Gloves")
    expect(theirs.locator("#tabs .tab:has([aria-current])")).to_contain_text("Z to A")


def test_a_locked_view_is_changed_by_nobody_and_says_why(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    with here.office.write() as session:
        made = create_view(session, here.office.alice, board, "table", "Fixed", {"sort": [["name", False]]})
        change_view(session, here.office.alice, board, made.id, locked=True)
    page = browsers.open(f"/b/{board.id}?view={made.id}", who=here.office.bob)
    view_menu(page)
    expect(page.get_by_role("menuitem", name="Unlock")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Delete the view")).to_have_count(0)
    expect(page.get_by_role("menuitem", name="Rename")).to_have_count(0)
    page.keyboard.press("Escape")
    page.goto(f"/b/{board.id}?view={made.id}&sort=-name")
    shows(page, "Scanner", "Paper", "Gloves")
    keep = page.locator("#tabs .keep")
    expect(keep.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    keep.get_by_role("button", name="Save as a view").click()
    expect(page.locator("#pop").get_by_label("Name", exact=True)).to_be_visible()


def test_who_may_not_edit_the_board_is_told_why_a_shared_view_stays(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.on_list(board, here.office.bob, BoardRole.CONTRIBUTOR)
    page = browsers.open(f"/b/{board.id}", who=here.office.bob, size=PHONE)
    view_menu(page)
    expect(page.locator("#pop")).to_contain_text("changing it takes the right to edit the board")
    expect(page.get_by_role("menuitem", name="Rename")).to_have_count(0)
    expect(page.get_by_role("menuitem", name="Lock")).to_have_count(0)
    picture(page, "view-menu-phone.png")
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(page.locator("#tabs .tab:has([aria-current])")).to_contain_text("Copy of Main table")
    expect(page.locator("#tabs").get_by_role("img", name="Only you see this view")).to_be_visible()


WORDS = {
    "en": ("Show only items for which", "In stock", "Add a group of conditions", "Comparison"),
    "fr": ("N’afficher que les éléments pour lesquels", "En stock", "Ajouter un groupe de conditions", "Comparaison"),
}


def drawn(page: Page, act: Callable[[], object]) -> None:
    """Each control draws the form anew: wait for it, as who reads the sentence does."""
    with page.expect_response("**/filters"):
        act()
    expect(page.locator("#filters.htmx-request, #filters .htmx-request")).to_have_count(0)


def choose(page: Page, name: str, wanted: str) -> None:
    """By value or label."""
    drawn(page, lambda: page.locator(f"#filters [name='{name}']").select_option(wanted))


def write(page: Page, name: str, words: str) -> None:
    control = page.locator(f"#filters [name='{name}']")
    control.fill(words)
    drawn(page, lambda: control.press("Tab"))


@pytest.mark.parametrize(("language", "size"), [("en", (1440, 860)), ("fr", PHONE)])
def test_conditions_are_nested_in_words_and_the_address_shows_others_the_same(
    here: Desk, browsers: Browsers, language: Language, size: tuple[int, int]
) -> None:
    board = here.stock()
    first, label, more, _ = WORDS[language]
    page = browsers.open(f"/b/{board.id}", language=language, size=size)
    page.locator("[data-pop$='/filters']").click()
    form = page.locator("#filters")
    expect(form).to_contain_text(first)
    choose(page, "filter.0.column", "status")
    choose(page, "filter.0.with", label)
    shows(page, "Paper")
    drawn(page, lambda: form.get_by_role("button", name=more).click())
    choose(page, "filter.join", "or")
    choose(page, "filter.1.0.column", "quantity")
    choose(page, "filter.1.0.op", "lt")
    write(page, "filter.1.0.value", "100")
    shows(page, "Paper", "Gloves", "Scanner")
    choose(page, "filter.1.1.column", "name")
    choose(page, "filter.1.join", "and")
    choose(page, "filter.1.1.op", "contains")
    write(page, "filter.1.1.value", "glo")
    shows(page, "Paper", "Gloves")
    picture(page, f"filter-{language}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    wait_until(page, lambda: '"and"' in unquote(page.url) and '"or"' in unquote(page.url))
    other = browsers.open(page.url, who=here.office.charlie)
    shows(other, "Paper", "Gloves")
    other.locator("[data-pop$='/filters']").click()
    expect(other.locator("#filters [name='filter.1.1.value']")).to_have_value("glo")
