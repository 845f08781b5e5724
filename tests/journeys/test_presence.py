"""Two people on one board: each sees that the other is there, and where."""

from playwright.sync_api import expect

from tests.journeys.tables import Browsers, Desk, cell, go_to, picture


def test_who_is_on_the_board_and_in_which_cell(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    mine = browsers.open(f"/b/{board.id}", who=here.office.alice)
    people = mine.get_by_role("list", name="Also on this board").get_by_role("img")
    expect(people).to_have_count(0)

    theirs = browsers.open(f"/b/{board.id}", who=here.office.bob)
    expect(people).to_have_count(1)
    expect(people).to_have_accessible_name("Bob Durand")
    go_to(cell(theirs, "Gloves", "quantity"))
    expect(cell(mine, "Gloves", "quantity")).to_have_attribute("data-here", "Bob")
    picture(mine, "presence.png")
    go_to(cell(theirs, "Paper", "status"))
    expect(cell(mine, "Paper", "status")).to_have_attribute("data-here", "Bob")
    expect(cell(mine, "Gloves", "quantity")).not_to_have_attribute("data-here", "Bob")

    theirs.close()
    expect(people).to_have_count(0)
    expect(mine.locator("[data-here]")).to_have_count(0)


def test_a_mark_survives_a_board_that_is_drawn_anew(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    mine, theirs = (browsers.open(f"/b/{board.id}", who=who) for who in (here.office.alice, here.office.bob))
    go_to(cell(theirs, "Gloves", "quantity"))
    expect(mine.locator("[data-here]")).to_have_count(1)
    mine.get_by_label("Search this board").fill("glo")
    expect(mine.locator(".items > tr[data-item]")).to_have_count(1)
    expect(cell(mine, "Gloves", "quantity")).to_have_attribute("data-here", "Bob")
