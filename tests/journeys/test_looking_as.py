"""An editor looks at a board as others see it: nothing more, nothing that may not be done, and nothing sent."""

from playwright.sync_api import Page, expect

from engine.commands.column_access import change_access
from engine.permissions import Access
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, picture

OFFERS = "[data-add], [data-new-item], [data-add-group], [data-add-column], .items .c-pick input:visible, [data-take]"


def look_as(page: Page, label: str, button: str, place: str) -> None:
    page.get_by_role("button", name=button).click()
    page.locator("#sharing [name=place]").select_option(label=label)
    page.locator("#sharing").get_by_role("button", name=place).click()


def test_the_owner_looks_as_a_viewer_and_leaves(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    with here.office.write() as session:
        change_access(session, here.office.alice, board, "price", {"see": {"roles": ["editor"], "people": []}})
    page = browsers.open(f"/b/{board.id}")
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    expect(page.locator("th[data-key=price]").first).to_be_visible()
    look_as(page, "Viewer", "Share", "Look")
    expect(page.get_by_role("status").filter(has_text="You see this board as Viewer does.")).to_be_visible()
    expect(page.locator("th[data-key=price]")).to_have_count(0)
    assert "11.50" not in page.content()
    expect(page.locator(OFFERS)).to_have_count(0)
    go_to(cell(page, "Gloves", "quantity"))
    page.keyboard.type("7")
    expect(page.locator("td.editing")).to_have_count(0)
    page.keyboard.press("Delete")
    expect(cell(page, "Gloves", "quantity")).to_have_text("41")
    page.locator("th[data-key=quantity] button").first.click()
    expect(page.get_by_role("menuitem", name="Delete")).to_have_count(0)
    expect(page.get_by_role("menuitem", name="Rename")).to_have_count(0)
    page.keyboard.press("Escape")
    picture(page, "looking-as.png")
    page.get_by_role("button", name="Leave the preview").click()
    expect(page.locator("th[data-key=price]").first).to_be_visible()
    expect(page.locator("[data-new-item]")).to_be_visible()
    assert refused == []
    assert here.values(board, "quantity")["Gloves"] == 41


def test_on_a_phone_the_owner_looks_as_a_guest(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.opened_to(board, Access.SHARED)
    with here.office.write() as session:
        change_access(session, here.office.alice, board, "price", {"see": {"roles": ["editor"], "people": []}})
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    look_as(page, "Invité", "Partager", "Voir")
    expect(page.get_by_role("status").filter(has_text="Vous voyez ce tableau comme")).to_be_visible()
    expect(page.locator("th[data-key=price]")).to_have_count(0)
    expect(page.get_by_role("button", name="Supprimer le tableau")).to_have_count(0)
    go_to(cell(page, "Gloves", "quantity"))
    page.keyboard.type("7")
    expect(page.locator("td.editing, .sheet")).to_have_count(0)
    expect(page.locator(".items .c-pick input:visible")).to_have_count(0)
    picture(page, "looking-as-phone.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Quitter l’aperçu").click()
    expect(page.locator("th[data-key=price]").first).to_be_attached()
