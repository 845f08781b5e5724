"""Saved views as people use them: by mouse and by keyboard, at a desk and on a phone."""

from playwright.sync_api import expect

from tests.journeys.tables import PHONE, Browsers, Desk, names, shows, wait_until


def test_a_view_is_saved_changed_discarded_renamed_deleted_and_brought_back(here: Desk, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{here.stock().id}")
    page.locator("[data-pop$='/sorts']").click()
    page.locator("[data-sorter] [data-add-line]").select_option("name")
    shows(page, "Gloves", "Paper", "Scanner")
    page.keyboard.press("Escape")
    page.locator(".new-view").click()
    page.locator("#pop [name=title]").fill("By name")
    page.keyboard.press("Enter")
    current = page.locator("#tabs .tab:has([aria-current])")
    expect(current).to_contain_text("By name")
    page.locator("[data-pop$='/sorts']").click()
    page.locator("[data-sorter] [name=direction]").select_option("-")
    shows(page, "Scanner", "Paper", "Gloves")
    page.keyboard.press("Escape")
    page.locator("#tabs .keep a").click()
    shows(page, "Gloves", "Paper", "Scanner")
    expect(page.locator("#tabs .differs")).to_have_count(0)
    current.dblclick()
    page.keyboard.type("A to Z")
    page.keyboard.press("Enter")
    expect(current).to_contain_text("A to Z")
    current.locator(".more").click()
    page.locator("#pop .danger").click()
    expect(page.locator("#tabs")).not_to_contain_text("A to Z")
    page.locator("#toasts .toast button").first.click()
    expect(current).to_contain_text("A to Z")


def test_a_new_view_is_shown_on_a_slow_line_too(here: Desk, browsers: Browsers) -> None:
    """The news that there is a view comes back before the view itself: each has the board drawn anew."""
    page = browsers.open(f"/b/{here.stock().id}")
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.locator("[data-pop$='/sorts']").click()
    page.locator("[data-sorter] [data-add-line]").select_option("name")
    shows(page, "Gloves", "Paper", "Scanner")
    page.keyboard.press("Escape")
    page.locator(".new-view").click()
    page.locator("#pop [name=title]").fill("By name")
    page.keyboard.press("Enter")
    expect(page.locator("#tabs .tab:has([aria-current])")).to_contain_text("By name")


def test_levels_are_added_ordered_and_collapsed_by_keyboard(here: Desk, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{here.stock().id}")
    page.locator("[data-pop$='/groupings']").press("Enter")
    add = page.locator("[data-grouper] [data-add-line]")
    add.select_option("fragile")
    expect(page.locator("section.group")).to_have_count(1)
    add.select_option("status")
    expect(page.locator(".nest")).to_have_count(1)
    expect(page.locator("section.group")).to_have_count(3)
    page.locator("[data-grouper] [data-line-up]:enabled").press("Enter")
    expect(page.locator(".nest")).to_have_count(3)
    page.keyboard.press("Escape")
    page.locator(".nest > header .fold").first.press("Enter")
    expect(page.locator("section.group >> visible=true")).to_have_count(2)


def test_a_colour_is_given_on_a_phone(here: Desk, browsers: Browsers) -> None:
    page = browsers.open(f"/b/{here.stock().id}", size=PHONE)
    page.locator("[data-pop$='/colors']").click()
    page.locator("#pop [data-add-color='']").click()
    page.locator("[name='when.0.column']").select_option("fragile")
    wait_until(page, lambda: page.locator("[name='when.0.op']").count() == 1)
    page.locator("[name='when.0.op']").select_option("is_unchecked")
    expect(page.locator("tr[data-paint=amber]")).to_have_count(len(names(page)))
    expect(page.locator(".legend")).to_contain_text("Fragile is not checked")
