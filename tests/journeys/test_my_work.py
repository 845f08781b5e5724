"""My work and home as a person uses them: ticking off, a favourite by mouse and its order by keyboard, a phone."""

from playwright.sync_api import Page, expect

from engine.commands.notifications import tell
from engine.notices import NoticeKind
from tests.journeys.tables import PHONE, Browsers, Desk, grave, wait_until


def serious(page: Page) -> list[str]:
    return [one["id"] for one in grave(page)]


def test_an_item_is_ticked_off_and_taken_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "Paper", "owner": [1], "status": "low"}])
    page = browsers.open(f"/b/{board.id}")
    page.goto("/my-work")
    page.get_by_role("button", name="Mark Paper as done").click()
    wait_until(page, lambda: here.values(board, "status")["Paper"] == "ok")
    expect(page.locator(".task.is-done")).to_contain_text("Paper")
    page.get_by_role("button", name="Mark Paper as done").click()
    wait_until(page, lambda: here.values(board, "status")["Paper"] == "low")
    page.get_by_label("Status").select_option("out")
    wait_until(page, lambda: here.values(board, "status")["Paper"] == "out")
    assert serious(page) == []


def test_favourites_by_mouse_and_their_order_by_keyboard(here: Desk, browsers: Browsers) -> None:
    boards = [here.stock(), here.stock()]
    for board in boards:
        page = browsers.open(f"/b/{board.id}", who=here.office.bob)
        page.get_by_role("button", name="Favourite").click()
        expect(page.locator(f"[data-favourites] [data-id='{board.id}']")).to_be_visible()
    second = page.locator(f"[data-favourites] [data-id='{boards[1].id}'] a")
    second.focus()
    with page.expect_response("**/favourites"):
        page.keyboard.press("Alt+ArrowUp")
    page.goto("/")
    ids = page.locator("[data-favourites] > li").evaluate_all("(lines) => lines.map((line) => Number(line.dataset.id))")
    assert ids == [boards[1].id, boards[0].id]
    expect(page.get_by_role("heading", name="Where you were lately")).to_be_visible()
    assert serious(page) == []


def test_home_and_my_work_on_a_phone(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "A name that is much too long for a telephone " * 3, "owner": [1]}])
    page = browsers.open(f"/b/{board.id}", size=PHONE, language="fr", theme="dark")
    for path in ("/", "/my-work", "/notifications", "/me"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert serious(page) == []


def test_the_bell_rings_on_a_page_without_a_board(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=[{"name": "Paper"}])
    page = browsers.open(f"/b/{board.id}", who=here.office.bob)
    page.goto("/notifications?kind=invited")
    expect(page.get_by_role("link", name="Invitations")).to_have_attribute("aria-current", "page")
    for number in ("1", "2"):
        with page.expect_response("**/notifications/unread"), here.office.write() as session:
            tell(session, here.office.alice, board, NoticeKind.INVITED, [here.office.bob.user_id])
        expect(page.locator("#unread .badge")).to_have_text(number)
        expect(page.locator("#unread-top .badge")).to_have_text(number)
