"""Sharing a board, columns that not everybody changes, looking on: as people do it, by mouse and by keyboard."""

import re

from playwright.sync_api import expect

from engine.commands.column_access import change_access
from engine.commands.columns import add_column
from engine.permissions import BoardRole
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, picture


def test_a_board_is_closed_then_shared_with_a_colleague(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    mine = browsers.open(f"/b/{board.id}")
    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    mine.get_by_role("button", name="Share").click()
    dialog = mine.locator("#sharing")
    dialog.get_by_role("radio", name="Private").check()
    expect(dialog.get_by_text("Members who are not on the list are")).to_be_hidden()
    expect(theirs.get_by_text("is not shared with you"), "the page learns it by itself").to_be_visible()
    dialog.get_by_label("Name or e-mail address").fill("bob@example.com")
    dialog.get_by_label("Role on the board").select_option("viewer")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("listitem").filter(has_text="Bob Durand")).to_be_visible()
    picture(mine, "share.png")
    theirs.reload()
    expect(theirs.get_by_text("You may look at this board, not change it.")).to_be_visible()


def test_a_stranger_gets_a_link_in_the_dialog(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    page.get_by_role("button", name="Partager").click()
    dialog = page.locator("#sharing")
    dialog.get_by_role("radio", name="Partagé avec des invités").check()
    expect(dialog.get_by_text("Les membres hors liste sont")).to_be_hidden()
    dialog.get_by_label("Nom ou adresse e-mail").fill("eve@exemple.fr")
    dialog.get_by_role("button", name="Ajouter").click()
    expect(dialog.get_by_label("Lien")).to_have_value(re.compile(r"/welcome/[\w-]{43}$"))
    picture(page, "share-phone.png")


def test_a_column_is_locked_from_its_menu_and_says_why(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.on_list(board, here.office.bob, BoardRole.CONTRIBUTOR)
    mine = browsers.open(f"/b/{board.id}")
    mine.locator("th[data-key=price] > button").first.click()
    mine.get_by_role("menuitem", name="Who may see and edit").click()
    form = mine.get_by_role("group", name="Who changes its cells")
    form.get_by_role("radio", name="Only…").check()
    expect(form.get_by_role("checkbox", name="Editors")).to_be_checked()
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.get_by_text("The rights of the column are saved.")).to_be_visible()
    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    price = cell(theirs, "Gloves", "price")
    expect(price).to_have_attribute("aria-readonly", "true")
    go_to(price)
    expect(theirs.locator("#why")).to_have_text("Only editors may change Price.")
    expect(price).to_have_attribute("aria-description", "Only editors may change Price.")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("alert")).to_contain_text("Only editors may change Price.")
    expect(price.locator("input")).to_have_count(0)
    picture(theirs, "locked.png")


def test_the_focus_says_why_a_cell_cannot_be_changed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    with here.office.write() as session:
        add_column(session, here.office.alice, board, "created", "Added", labels={"en": "Added", "fr": "Ajouté"})
    page = browsers.open(f"/b/{board.id}", language="fr")
    go_to(cell(page, "Paper", "added"))
    expect(page.locator("#why")).to_have_text("Ajouté est renseignée par Rouage et ne peut pas être modifiée.")
    picture(page, "why.png")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#why")).to_be_hidden()
    theirs = browsers.open(f"/b/{board.id}", who=here.office.charlie, language="fr")
    go_to(cell(theirs, "Paper", "sku"))
    expect(theirs.locator("#why")).to_have_text("Vous pouvez consulter ce tableau, pas le modifier.")


def test_a_hidden_column_leaves_an_open_page(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.on_list(board, here.office.bob, BoardRole.CONTRIBUTOR)
    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    expect(theirs.locator("th[data-key=price]").first).to_be_visible()
    with here.office.write() as session:
        change_access(session, here.office.alice, board, "price", {"see": {"roles": ["editor"], "people": []}})
    expect(theirs.locator("th[data-key=price]")).to_have_count(0)
    assert "11.50" not in theirs.content()


def test_who_looks_on_asks_for_more_once(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", who=here.office.charlie)
    expect(page.locator("[data-add]")).to_have_count(0)
    page.get_by_role("button", name="Ask its editors to let me").click()
    expect(page.get_by_text("The board’s editors were told.")).to_be_visible()
    expect(page.get_by_role("button", name="Ask its editors to let me")).to_have_count(0)
