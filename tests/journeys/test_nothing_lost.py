"""What is typed while the line is down, the login ends or the column goes: kept, told, and a way on."""

import sqlalchemy as sa
from playwright.sync_api import expect

from engine.commands.columns import hide_column
from engine.commands.placing import delete_items
from engine.models import Login
from engine.queries.boards import board as load_board
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, wait_until


def test_changes_wait_for_the_line_and_say_how_many(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    state = page.locator("#saving-state")
    expect(state).to_have_text("Saved")
    page.context.set_offline(True)
    for name, typed in (("Paper", "7"), ("Gloves", "8")):
        go_to(cell(page, name, "quantity"))
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(state).to_contain_text("changes that wait: 2")
    expect(cell(page, "Paper", "quantity")).to_have_text("7")
    page.context.set_offline(False)
    wait_until(page, lambda: here.values(board, "quantity") == {"Paper": 7, "Gloves": 8, "Scanner": 0})
    expect(state).to_have_text("Saved")


def test_what_could_not_be_saved_outlives_a_reload(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/cells/**", lambda route: route.abort("internetdisconnected"))
    go_to(cell(page, "Paper", "quantity"))
    page.keyboard.type("33")
    page.keyboard.press("Enter")
    expect(page.locator("#saving-state")).to_contain_text("changes that wait: 1")
    page.unroute("**/cells/**")
    page.reload()
    wait_until(page, lambda: here.values(board, "quantity")["Paper"] == 33)
    expect(cell(page, "Paper", "quantity")).to_have_text("33")
    page.reload()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_login_that_ended_is_renewed_without_losing_what_was_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    with here.office.write() as session:
        session.execute(sa.delete(Login).where(Login.user_id == here.office.alice.user_id))
    go_to(cell(page, "Paper", "quantity"))
    page.keyboard.type("44")
    page.keyboard.press("Enter")
    dialog = page.locator("#signed-out")
    expect(dialog).to_contain_text("You have been logged out")
    address = here.program.address
    secret = here.secret(here.office.alice, "en")
    page.context.add_cookies([{"name": "rouage", "value": secret, "url": address}])
    dialog.get_by_role("button", name="I am logged in again").click()
    expect(dialog).to_be_hidden()
    wait_until(page, lambda: here.values(board, "quantity")["Paper"] == 44)


def test_a_column_deleted_meanwhile_gives_back_what_was_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Paper", "sku").dblclick()
    page.keyboard.type("precious")
    with here.office.write() as session:
        fresh = load_board(session, here.office.alice, board.id)
        hide_column(session, here.office.alice, fresh, "sku")
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("This column was deleted meanwhile")
    expect(dialog.locator("textarea")).to_have_value("precious")
    dialog.get_by_role("button", name="Done").click()
    expect(page.locator("th[data-key=sku]")).to_have_count(0)


def test_an_item_deleted_meanwhile_gives_back_what_was_typed(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    cell(page, "Gloves", "sku").dblclick()
    page.keyboard.type("precious")
    with here.office.write() as session:
        found = page.locator("td.editing").locator("xpath=..").get_attribute("data-item")
        delete_items(session, here.office.alice, board, [int(found or 0)])
    page.keyboard.press("Enter")
    expect(page.locator("#dialog textarea")).to_have_value("precious")


def test_on_a_phone_a_line_is_edited_in_a_sheet_for_thumbs(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=PHONE, language="fr")
    cell(page, "Paper", "quantity").tap()
    sheet = page.locator(".sheet")
    box = sheet.bounding_box()
    assert box is not None
    assert box["width"] == 360
    assert round(box["y"] + box["height"]) == 740
    sheet.locator("input").fill("12")
    sheet.get_by_role("button", name="Terminé").tap()
    wait_until(page, lambda: here.values(board, "quantity")["Paper"] == 12)
    expect(sheet).to_have_count(0)
