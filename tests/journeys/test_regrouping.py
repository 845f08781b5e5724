"""Items of a grouped table brought into another group: by mouse, by keys and by the dialog, they take on its values."""

from playwright.sync_api import Page, expect

from engine.commands.column_access import change_access
from engine.permissions import BoardRole
from tests.journeys.tables import PHONE, Browsers, Desk, cell, go_to, picture, row, wait_until


def drag_into(page: Page, name: str, title: str) -> None:
    row(page, name).locator(".c-pick").hover()
    page.mouse.down()
    box = (
        page.locator("section.group")
        .filter(has=page.get_by_role("heading", name=title))
        .locator("thead")
        .bounding_box()
    )
    assert box is not None
    page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2, steps=8)
    expect(page.locator("section.drop-into h2")).to_have_text(title)


def section_of(page: Page, name: str) -> str:
    """Its title; nothing while the item is on its way."""
    title: str = page.locator(".items > tr[data-item]").evaluate_all(
        """(rows, name) => rows.find((row) => row.cells[1].firstChild?.textContent === name)
          ?.closest("section")?.querySelector("h2").innerText ?? "" """,
        name,
    )
    return title


def test_a_drag_between_groups_sets_the_status_and_is_taken_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?group=status")
    drag_into(page, "Scanner", "In stock")
    picture(page, "drop-into.png")
    page.mouse.up()
    wait_until(page, lambda: here.values(board, "status")["Scanner"] == "ok")
    wait_until(page, lambda: section_of(page, "Scanner") == "In stock")
    expect(cell(page, "Scanner", "status")).to_have_text("In stock")
    page.locator(".toast").filter(has_text="Item moved.").get_by_role("button", name="Undo").click()
    wait_until(page, lambda: here.values(board, "status")["Scanner"] == "out")
    wait_until(page, lambda: section_of(page, "Scanner") == "Out")


def test_keys_bring_an_item_into_the_next_group(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?group=status")
    go_to(cell(page, "Paper", "quantity"))
    page.keyboard.press("Alt+Shift+ArrowDown")
    wait_until(page, lambda: here.values(board, "status")["Paper"] == "low")
    expect(page.locator("#told")).to_have_text("Now in Low")
    expect(cell(page, "Paper", "quantity")).to_be_focused()


def test_the_dialog_asks_for_a_group_by_its_path(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?group=fragile,status", language="fr", size=PHONE)
    row(page, "Gloves").locator(".more").click()
    expect(page.get_by_role("menuitem", name="Insérer un élément au-dessus")).to_have_count(0)
    page.get_by_role("menuitem", name="Déplacer vers…").click()
    dialog = page.locator("#dialog")
    picture(page, "regrouping-phone.png")
    dialog.get_by_label("Groupe").select_option(label="Non › Rupture")
    dialog.get_by_role("button", name="Déplacer").click()
    expect(dialog).to_be_hidden()
    wait_until(page, lambda: here.values(board, "status")["Gloves"] == "out")


def test_a_group_of_what_one_may_not_change_says_why(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    here.office.on_list(board, here.office.bob, BoardRole.CONTRIBUTOR)
    with here.office.write() as session:
        change_access(session, here.office.alice, board, "status", {"edit": {"roles": ["editor"], "people": []}})
    page = browsers.open(f"/b/{board.id}?group=status", who=here.office.bob)
    drag_into(page, "Scanner", "In stock")
    page.mouse.up()
    expect(page.get_by_role("alert")).to_contain_text("Only editors may change Status.")
    assert section_of(page, "Scanner") == "Out"


def test_a_sort_without_groups_still_says_why_nothing_moves(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?sort=-name")
    row(page, "Paper").locator(".more").click()
    expect(page.get_by_role("menuitem", name="Move to…")).to_have_count(0)
