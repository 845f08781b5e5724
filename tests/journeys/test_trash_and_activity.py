"""What was deleted comes back from the trash, and a value from an item's past: by mouse, by keyboard, on a phone."""

from playwright.sync_api import Page, expect

from engine.commands.items import change_item
from tests.journeys.tables import PHONE, Browsers, Desk, cell, picture, row, shows, wait_until


def trash(page: Page) -> Page:
    page.goto(f"{page.url.partition('?')[0]}/trash")
    return page


def test_items_and_a_column_are_deleted_and_come_back_from_the_trash(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    for name in ("Paper", "Gloves"):
        row(page, name).locator(".c-pick input").check()
    page.locator("#selection").get_by_role("button", name="Delete").click()
    shows(page, "Scanner")
    page.locator("th[data-key=quantity] > button").first.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("th[data-key=quantity]")).to_have_count(0)
    trash(page)
    picture(page, "trash.png")
    items, columns = (page.get_by_role("region", name=name) for name in ("Items", "Columns"))
    expect(items.get_by_role("listitem")).to_have_count(2)
    items.get_by_role("button", name="Restore “Paper”").click()
    expect(page.locator(".toast")).to_contain_text("“Paper” is back in its group.")
    expect(items.get_by_role("listitem")).to_have_count(1)
    columns.get_by_role("button", name="Restore “Quantity”").press("Enter")
    expect(columns).to_have_count(0)
    expect(items.get_by_role("listitem")).to_have_count(1)
    page.goto(f"/b/{board.id}")
    shows(page, "Paper", "Scanner")
    expect(cell(page, "Paper", "quantity")).to_have_text("920")


def test_the_last_thing_leaves_the_trash_empty_and_undo_puts_it_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    here.delete(board, "Gloves")
    trash(page)
    picture(page, "trash-phone.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Restaurer « Gloves »").click()
    expect(page.get_by_text("La corbeille est vide")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("button", name="Restaurer « Gloves »")).to_be_visible()
    assert "Gloves" not in here.ids(board)


def test_what_was_deleted_is_found_by_its_name(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.delete(board, "Gloves", "Paper")
    page = trash(browsers.open(f"/b/{board.id}"))
    page.get_by_label("Search the deleted items").fill("glo")
    expect(page.get_by_role("region", name="Items").get_by_role("listitem")).to_have_count(1)
    page.get_by_label("Search the deleted items").fill("zebra")
    expect(page.get_by_text("No deleted item is called that.")).to_be_visible()


def test_a_past_value_is_put_back_from_the_item(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    gloves = here.ids(board)["Gloves"]
    for quantity in (40, 7):
        with here.office.write() as session:
            change_item(session, here.office.bob, board, gloves, {"quantity": quantity})
    page = browsers.open(f"/b/{board.id}/i/{gloves}")
    page.get_by_role("tab", name="Activity").click()
    changes = page.locator(".history .changes li").filter(has_text="Quantity")
    expect(changes.first).to_contain_text("40")
    expect(changes.first.locator("s")).to_have_text("40")
    expect(changes.first.locator("b")).to_have_text("7")
    picture(page, "activity.png")
    page.get_by_role("button", name="Put “41” back into Quantity").press("Enter")
    expect(page.locator(".toast")).to_contain_text("“41” is back in Quantity.")
    assert here.values(board, "quantity")["Gloves"] == 41
    expect(page.locator(".field-cell[data-key=quantity]")).to_contain_text("41")
    expect(changes.first.locator("b")).to_have_text("41")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    wait_until(page, lambda: here.values(board, "quantity")["Gloves"] == 7)


def test_who_only_looks_sees_what_happened_and_is_offered_no_way_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    gloves = here.ids(board)["Gloves"]
    with here.office.write() as session:
        change_item(session, here.office.bob, board, gloves, {"quantity": 7})
    page = browsers.open(f"/b/{board.id}/i/{gloves}", who=here.office.charlie)
    page.get_by_role("tab", name="Activity").click()
    expect(page.locator(".history .changes").filter(has_text="41")).to_be_visible()
    expect(page.get_by_role("button", name="back into")).to_have_count(0)


def test_the_activity_of_a_board_is_narrowed_by_person_and_column(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    gloves = here.ids(board)["Gloves"]
    with here.office.write() as session:
        change_item(session, here.office.bob, board, gloves, {"quantity": 7})
    with here.office.write() as session:
        change_item(session, here.office.alice, board, gloves, {"sku": "SKU-9"})
    page = browsers.open(f"/b/{board.id}", language="fr", size=PHONE)
    page.goto(f"/b/{board.id}/activity")
    lines = page.locator("#activity .changes li")
    page.get_by_label("Colonne").select_option("quantity")
    expect(lines.first).to_have_text("Quantity 41 7")
    expect(lines.filter(has_text="SKU")).to_have_count(0)
    page.get_by_label("Personne").select_option("Charlie Petit")
    expect(page.get_by_text("Rien de tel ne s’est passé ici.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    picture(page, "activity-phone.png")
