"""Two people take the same item to different places at once: both see one order in the end, the stored one."""

from playwright.sync_api import Page, expect

from tests.journeys.tables import Browsers, Desk, names, row, wait_until

ITEMS = [{"name": name} for name in ("One", "Two", "Three", "Four", "Five")]


def take(page: Page, name: str, beside: str, *, upper: bool) -> None:
    """Everything of a drag but letting go."""
    row(page, name).locator(".c-pick").hover()
    page.mouse.down()
    box = row(page, beside).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + box["height"] * (0.2 if upper else 0.8), steps=8)
    expect(page.locator(".drop-line")).to_be_visible()


def test_the_same_item_goes_to_two_places(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=ITEMS)
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    take(mine, "Three", "One", upper=True)
    take(theirs, "Three", "Five", upper=False)
    mine.mouse.up()
    theirs.mouse.up()
    ways = (["Three", "One", "Two", "Four", "Five"], ["One", "Two", "Four", "Five", "Three"])
    wait_until(mine, lambda: here.order(board) in ways)
    wait_until(mine, lambda: names(mine) == names(theirs) == here.order(board))
    assert names(mine) in ways
    for page in (mine, theirs):
        expect(page.locator(".lifted, .drag-ghost, .toast.bad")).to_have_count(0)


def test_an_item_that_is_deleted_while_it_is_dragged_says_so(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=ITEMS)
    page = browsers.open(f"/b/{board.id}")
    take(page, "Three", "One", upper=True)
    here.delete(board, "Three")
    page.mouse.up()
    expect(page.get_by_role("alert")).to_be_visible()
    wait_until(page, lambda: names(page) == ["One", "Two", "Four", "Five"])


def test_an_item_is_dropped_beside_one_that_somebody_else_takes_away(here: Desk, browsers: Browsers) -> None:
    board = here.stock(items=ITEMS)
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    take(mine, "Five", "Two", upper=True)
    take(theirs, "Two", "Four", upper=False)
    theirs.mouse.up()
    wait_until(theirs, lambda: names(theirs) == ["One", "Three", "Four", "Two", "Five"])
    mine.mouse.up()
    wait_until(mine, lambda: names(mine) == names(theirs) == here.order(board))
    assert sorted(names(mine)) == sorted(item["name"] for item in ITEMS)
