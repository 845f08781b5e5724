"""The types of cells as people use them: tags made while typing, links that open, moments said in words."""

from playwright.sync_api import Page, expect

from engine.choices import new_options
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to

COLUMNS = (
    ("tags", "Tags", {"options": new_options(["Urgent", "Client"])}),
    ("email", "Mail", {}),
    ("url", "Page", {}),
    ("datetime", "Visit", {}),
    ("timeline", "Period", {}),
)


def saved(page: Page) -> None:
    """Wait until nothing is on its way."""
    expect(page.locator(".saving, [data-busy]")).to_have_count(0)


def test_a_tag_is_made_while_typing(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Acme", "tags"))
    page.keyboard.type("urg")
    page.keyboard.press("Enter")
    page.get_by_role("combobox").fill("Éco <b>")
    page.get_by_role("option", name="Create “Éco <b>”").click()
    expect(page.get_by_role("option", name="Éco <b>", selected=True)).to_be_visible()
    page.keyboard.press("Control+Enter")
    saved(page)
    expect(cell(page, "Acme", "tags").locator(".tag")).to_have_text(["Urgent", "Éco <b>"])
    assert here.values(board, "tags")["Acme"] == ["urgent", "eco_b"]
    go_to(cell(page, "Globex", "tags"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Éco <b>")).to_be_visible()


def test_who_may_not_change_the_board_is_offered_no_new_tag(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}")
    page.locator("#board").evaluate("(board) => board.removeAttribute('data-extends')")
    go_to(cell(page, "Acme", "tags"))
    page.keyboard.type("new")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    expect(page.get_by_role("option", name="Create")).to_have_count(0)


def test_links_are_typed_and_open(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Acme", "mail"))
    page.keyboard.type("Bob <bob@example.com>")
    page.keyboard.press("Tab")
    page.keyboard.type(f"Home {here.program.address}/healthz")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, "Acme", "mail").locator("a.goto")).to_have_attribute("href", "mailto:bob@example.com")
    expect(cell(page, "Acme", "page")).to_have_text("Home")
    go_to(cell(page, "Acme", "page"))
    with page.context.expect_page() as opened:
        page.keyboard.press("Alt+Enter")
    assert opened.value.url.endswith("/healthz")
    page.bring_to_front()
    page.keyboard.press("Enter")
    expect(page.locator("td.editing input")).to_have_value(f"Home {here.program.address}/healthz")
    page.keyboard.press("Escape")


def test_a_link_that_runs_is_refused_and_stays_typed(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Acme", "page"))
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("https://")
    expect(page.locator("td.editing input")).to_have_value("javascript:alert(1)")
    page.keyboard.press("Escape")
    assert here.values(board, "page")["Acme"] is None


def test_a_moment_is_said_in_words_on_a_phone(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    go_to(cell(page, "Acme", "visit"))
    page.keyboard.type("28/11/2026 à 14h30")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, "Acme", "visit")).to_have_text("28 nov. 2026, 14:30")
    go_to(cell(page, "Acme", "visit"))
    page.keyboard.press("Enter")
    expect(page.locator(".sheet [data-picks]")).to_have_value("2026-11-28T14:30")
    page.keyboard.press("Escape")


def test_a_period_is_typed_and_picked(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}", language="fr")
    go_to(cell(page, "Acme", "period"))
    page.keyboard.type("du 28 nov. au 3 déc. 2027")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, "Acme", "period")).to_have_text("28 nov.\u2009–\u20093 déc. 2027")
    go_to(cell(page, "Acme", "period"))
    page.keyboard.press("Enter")
    ends = page.locator("td.editing [data-picks]")
    expect(ends.first).to_have_value("2027-11-28")
    ends.last.fill("2027-12-05")
    page.keyboard.press("Enter")
    saved(page)
    assert here.values(board, "period")["Acme"] == "2027-11-28/2027-12-05"
