"""Items, columns and groups put where people want them: by mouse, by keyboard alone, and by a dialog."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from engine.schema.compiled import CompiledBoard
from tests.journeys.tables import Browsers, Desk, cell, go_to, names, row, shows, wait_until


def drag(page: Page, start: Locator, end: Locator, *, upper: bool = True) -> None:
    """Drop on the upper or lower half of another element."""
    start.hover()
    page.mouse.down()
    box = end.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + box["height"] * (0.2 if upper else 0.8), steps=8)
    expect(page.locator(".drop-line")).to_be_visible()
    page.mouse.up()


def groups_of(page: Page) -> list[str]:
    found: list[str] = page.locator("section[data-group] h2 input").evaluate_all("(all) => all.map((one) => one.value)")
    return found


def in_group(page: Page, title: str) -> list[str]:
    found: list[str] = page.locator("section[data-group]").evaluate_all(
        """(all, title) => all.filter((one) => one.querySelector("h2 input").value === title)
          .flatMap((one) => [...one.querySelectorAll("tr[data-item]")].map((line) => line.cells[1].firstChild.textContent))""",
        title,
    )
    return found


def test_an_item_is_dragged_within_and_between_groups(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    drag(page, row(page, "Scanner").locator(".c-pick"), row(page, "Paper"))
    shows(page, "Scanner", "Paper", "Gloves")
    drag(page, row(page, "Paper").locator(".c-pick"), page.locator("section[data-group]").last.locator(".adding"))
    wait_until(page, lambda: in_group(page, "Lille") == ["Paper"])
    page.reload()
    assert in_group(page, "Lyon") == ["Scanner", "Gloves"]


def test_a_drag_and_the_dialog_are_taken_back_from_their_toasts(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    drag(page, row(page, "Scanner").locator(".c-pick"), row(page, "Paper"))
    shows(page, "Scanner", "Paper", "Gloves")
    page.locator(".toast").filter(has_text="Item moved.").get_by_role("button", name="Undo").click()
    shows(page, "Paper", "Gloves", "Scanner")
    open_menu(page, "Scanner")
    page.get_by_role("menuitem", name="Move to…").click()
    page.locator("#dialog").get_by_label("Place").select_option("top")
    page.locator("#dialog").get_by_role("button", name="Move").click()
    shows(page, "Scanner", "Paper", "Gloves")
    page.locator(".toast").filter(has_text="Item moved.").get_by_role("button", name="Undo").click()
    shows(page, "Paper", "Gloves", "Scanner")


def test_ticked_items_are_dragged_together(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    for name in ("Paper", "Gloves"):
        row(page, name).locator(".c-pick input").check()
    drag(page, row(page, "Paper").locator(".c-pick"), row(page, "Scanner"), upper=False)
    shows(page, "Scanner", "Paper", "Gloves")


def test_escape_lets_a_dragged_item_be(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    row(page, "Scanner").locator(".c-pick").hover()
    page.mouse.down()
    row(page, "Paper").locator("td").nth(2).hover()
    expect(page.locator(".drag-ghost")).to_have_text("Scanner")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drag-ghost")).to_have_count(0)
    assert names(page) == ["Paper", "Gloves", "Scanner"]


def test_a_sorted_table_says_why_nothing_moves(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}?sort=-name")
    row(page, "Paper").locator(".c-pick").hover()
    page.mouse.down()
    row(page, "Gloves").locator("td").nth(2).hover()
    expect(page.locator(".toast")).to_contain_text("Remove the sort")
    page.mouse.up()


def test_items_move_by_keys_over_the_edge_of_a_group(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Gloves", "quantity"))
    page.keyboard.press("Alt+Shift+ArrowUp")
    shows(page, "Gloves", "Paper", "Scanner")
    expect(cell(page, "Gloves", "quantity")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowDown")
    wait_until(page, lambda: in_group(page, "Lille") == ["Gloves"])
    expect(page.locator("#told")).to_have_text("Now in Lille")


def head(page: Page, key: str) -> Locator:
    return page.locator(f"th[data-key={key}]").first


def middle_of(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_dragged_head_takes_its_column_along(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    head(page, "quantity").hover()
    page.mouse.down()
    x, y = middle_of(head(page, "sku"))
    page.mouse.move(x - 20, y, steps=8)
    expect(page.locator(".drop-line.upright")).to_be_visible()
    expect(page.locator(".drag-ghost")).to_have_text("Quantity")
    page.mouse.up()
    wait_until(page, lambda: here.columns(board)[:3] == ["name", "quantity", "sku"])
    expect(page.locator("thead").first.locator("th").nth(2)).to_have_text("Quantity")
    expect(page.locator("#pop")).to_be_hidden()
    page.locator(".toast").filter(has_text="Column “Quantity” moved.").get_by_role("button", name="Undo").click()
    wait_until(page, lambda: here.columns(board)[:3] == ["name", "sku", "status"])


Touch = Callable[..., None]


def finger_of(page: Page) -> Touch:
    """A finger that `touchStart`s, `touchMove`s to a place and `touchEnd`s."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def test_a_finger_that_rests_on_a_head_drags_its_column(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=(900, 1100))
    touch, (x, y) = finger_of(page), middle_of(head(page, "sku"))
    touch("touchStart", middle_of(head(page, "status")))
    expect(page.locator(".drag-ghost")).to_be_visible()
    touch("touchMove", (x + 10, y))
    touch("touchMove", (x - 20, y))
    expect(page.locator(".drop-line.upright")).to_be_visible()
    touch("touchEnd")
    wait_until(page, lambda: here.columns(board)[:3] == ["name", "status", "sku"])


def test_a_finger_that_sweeps_over_the_heads_moves_the_table(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", size=(900, 1100))
    touch, (x, y) = finger_of(page), middle_of(head(page, "status"))
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x - 40 * step, y))
    wait_until(page, lambda: bool(page.locator("#board").evaluate("(board) => board.scrollLeft > 50")))
    expect(page.locator(".drag-ghost")).to_have_count(0)
    touch("touchEnd")
    assert here.columns(board)[:3] == ["name", "sku", "status"]


def test_columns_move_by_keys(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Paper", "quantity"))
    page.keyboard.press("Alt+Shift+ArrowLeft")
    wait_until(page, lambda: here.columns(board)[2:4] == ["quantity", "status"])


def open_menu(page: Page, name: str) -> None:
    row(page, name).hover()
    row(page, name).locator(".more").click()


def test_a_dialog_moves_an_item_before_another_one(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_menu(page, "Scanner")
    page.get_by_role("menuitem", name="Move to…").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Place").select_option("before")
    dialog.get_by_label("Search").fill("glo")
    dialog.locator("[name=anchor] option", has_text="Paper").wait_for(state="detached")
    dialog.get_by_role("button", name="Move").click()
    shows(page, "Paper", "Scanner", "Gloves")
    expect(dialog).to_be_hidden()


def test_columns_and_groups_have_a_dialog_too(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}", language="fr")
    page.locator("th[data-key=sku] button").first.click()
    page.get_by_role("menuitem", name="Déplacer vers…").click()
    page.locator("#dialog").get_by_label("Place").select_option("notes")
    page.locator("#dialog").get_by_role("button", name="Déplacer").click()
    expect(page.locator("table.grid thead").first.locator("th[data-key]").last).to_have_attribute("data-key", "sku")
    assert here.columns(board)[-1] == "sku"
    page.get_by_role("button", name="Actions du groupe Lille").click()
    page.get_by_role("menuitem", name="Déplacer vers…").click()
    page.locator("#dialog").get_by_role("button", name="Déplacer").click()
    wait_until(page, lambda: groups_of(page) == ["Lille", "Lyon"])


def test_a_group_is_dragged_by_its_head(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    drag(page, page.locator("section[data-group] header .count").last, page.locator("section[data-group]").first)
    wait_until(page, lambda: groups_of(page) == ["Lille", "Lyon"])
    assert here.groups(board) == ["Lille", "Lyon"]


def test_items_are_inserted_beside_another_one(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_menu(page, "Gloves")
    page.get_by_role("menuitem", name="Insert an item above").click()
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    shows(page, "Paper", "One", "Gloves", "Scanner")
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    shows(page, "Paper", "One", "Two", "Gloves", "Scanner")
    page.keyboard.press("Escape")
    page.reload()
    assert names(page) == ["Paper", "One", "Two", "Gloves", "Scanner"]


def test_items_are_duplicated(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}")
    open_menu(page, "Gloves")
    page.get_by_role("menuitem", name="Duplicate").click()
    shows(page, "Paper", "Gloves", "Gloves (copy)", "Scanner")
    assert here.values(board, "quantity")["Gloves (copy)"] == 41


def widths(page: Page, key: str) -> int:
    found: int = page.locator(f"th[data-key={key}]").first.evaluate("(head) => head.offsetWidth")
    return found


def stored(here: Desk, board: CompiledBoard, key: str) -> int:
    return here.office.board(board.id).columns[key].width


def test_a_column_is_widened_by_its_edge_and_fitted_by_a_double_click(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "A name that is by far too long for the width that the column has at first"}])
    page = browsers.open(f"/b/{board.id}")
    edge = page.locator("th[data-key=sku] .sizer").first.bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + 5, edge["y"] + 10)
    page.mouse.down()
    page.mouse.move(edge["x"] + 95, edge["y"] + 10, steps=5)
    page.mouse.up()
    wait_until(page, lambda: stored(here, board, "sku") == 240)
    page.locator("th[data-key=name] .sizer").first.dblclick()
    wait_until(page, lambda: stored(here, board, "name") > 400)
    expect(page.locator("#pop")).to_be_hidden()


def test_a_width_is_typed_text_wrapped_and_columns_frozen_from_the_menu(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "Paper", "notes": "many words " * 20}])
    page = browsers.open(f"/b/{board.id}", size=(900, 700))
    head = page.locator("th[data-key=status] button").first
    head.click()
    page.get_by_role("menuitem", name="Width…").click()
    page.get_by_label("Width in pixels").fill("220")
    page.keyboard.press("Enter")
    wait_until(page, lambda: widths(page, "status") == 220)
    head.click()
    page.get_by_role("menuitem", name="Freeze up to here").click()
    wait_until(page, lambda: len(here.office.board(board.id).frozen) == 3)
    page.locator("th[data-key=notes] button").first.click()
    page.get_by_role("menuitemcheckbox", name="Wrap text").click()
    wait_until(page, lambda: here.office.board(board.id).columns["notes"].wrap)
    expect(page.locator("td.wrap")).to_have_count(1)
    assert page.locator("td.wrap").evaluate("(cell) => cell.offsetHeight") > 60
    before = page.locator("th[data-key=status]").first.bounding_box()
    page.locator("#board").evaluate("(board) => board.scrollTo({ left: 400 })")
    after = page.locator("th[data-key=status]").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] - before["x"] > -80
