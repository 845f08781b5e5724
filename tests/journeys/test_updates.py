"""People talk about an item: writing with mentions by keyboard, replies seen live, drafts, lost connections, hostile text."""

from playwright.sync_api import Locator, Page, expect

from engine.commands.updates import write_update
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page as items_of
from engine.queries.updates import threads
from engine.schema.compiled import CompiledBoard
from tests.engine.test_richtext import HOSTILE
from tests.journeys.tables import PHONE, Browsers, Desk, row, wait_until


def item_of(here: Desk, board: CompiledBoard) -> int:
    with here.office.read() as session:
        return items_of(session, board, ItemQuery(), context_for(session, here.office.alice)).items[0].id


def said(here: Desk, board: CompiledBoard, item_id: int) -> list[tuple[str, list[str]]]:
    with here.office.read() as session:
        found = threads(session, board, item_id).threads
        return [(one.update.html, [reply.text for reply in one.replies]) for one in found]


def writer(page: Page) -> Locator:
    page.locator("[data-write=new]").click()
    editor = page.locator("trix-editor")
    expect(editor).to_be_focused()
    return editor


def test_an_update_with_a_mention_by_keyboard_alone_is_seen_and_answered_live(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    item_id = item_of(here, board)
    alice = browsers.open(f"/b/{board.id}/i/{item_id}")
    bob = browsers.open(f"/b/{board.id}", who=here.office.bob)
    alice.locator("[data-write=new]").focus()
    alice.keyboard.press("Enter")
    expect(alice.locator("trix-editor")).to_be_focused()
    alice.keyboard.type("Call @du")
    expect(alice.locator("#mentions [aria-selected=true]")).to_contain_text("Bob Durand")
    alice.keyboard.press("Enter")
    alice.keyboard.type("please")
    alice.keyboard.press("Control+Enter")
    expect(alice.locator(".said")).to_contain_text("Call @Bob Durand please")
    expect(row(bob, "Paper").locator(".open")).to_have_attribute("data-updates", "1")
    row(bob, "Paper").locator(".open").click(force=True)
    bob.get_by_role("button", name="Reply").click()
    expect(bob.locator("trix-editor")).to_be_focused()
    bob.keyboard.type("Done")
    bob.get_by_role("button", name="Send").click()
    expect(alice.locator(".reply .said")).to_have_text("Done")
    mention = f'<span data-mention="{here.office.bob.user_id}"></span>'
    ((html, replies),) = said(here, board, item_id)
    assert mention in html
    assert replies == ["Done"]


def test_a_draft_outlives_a_reload_and_is_gone_once_sent(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    item_id = item_of(here, board)
    page = browsers.open(f"/b/{board.id}/i/{item_id}")
    writer(page)
    page.keyboard.type("Half a sentence")
    page.reload()
    expect(page.locator("trix-editor")).to_have_text("Half a sentence")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_have_text("Half a sentence")
    page.reload()
    expect(page.locator(".said")).to_have_text("Half a sentence")
    expect(page.locator("trix-editor")).to_have_count(0)


def test_on_a_broken_line_the_text_stays_and_leaves_by_itself(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    item_id = item_of(here, board)
    page = browsers.open(f"/b/{board.id}/i/{item_id}")
    writer(page)
    page.keyboard.type("From the tunnel")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="The server does not answer")).to_be_visible()
    expect(page.locator("trix-editor")).to_have_text("From the tunnel")
    page.context.set_offline(False)
    expect(page.locator(".said")).to_have_text("From the tunnel")
    assert len(said(here, board, item_id)) == 1


def test_one_s_own_update_is_edited_and_deleted_and_comes_back(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    item_id = item_of(here, board)
    with here.office.write() as session:
        write_update(session, here.office.alice, board, item_id, "<div>Frist <strong>words</strong></div>")
    page = browsers.open(f"/b/{board.id}/i/{item_id}")
    page.locator("article.update").hover()
    page.get_by_role("button", name="Edit this update").click()
    expect(page.locator("trix-editor strong")).to_have_text("words")
    page.keyboard.press("Control+a")
    page.keyboard.type("First words")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".said")).to_have_text("First words")
    expect(page.locator("article.update header")).to_contain_text("edited")
    page.locator("article.update").hover()
    page.get_by_role("button", name="Delete this update").click()
    expect(page.get_by_text("Nothing was said about this item yet")).to_be_visible()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator(".said")).to_have_text("First words")


def test_an_empty_update_says_what_to_do(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}/i/{item_of(here, board)}", language="fr")
    writer(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".writer .field-error")).to_have_text("Écrivez quelque chose avant d’envoyer.")


def test_nothing_hostile_is_carried_out(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    item_id = item_of(here, board)
    with here.office.write() as session:
        for html in HOSTILE:
            write_update(session, here.office.alice, board, item_id, f"{html} seen")
    page = browsers.open(f"/b/{board.id}")
    fired: list[str] = []
    page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    page.goto(f"/b/{board.id}/i/{item_id}")
    while page.locator("[data-earlier]").count():
        page.locator("[data-earlier]").click()
        wait_until(page, lambda: page.locator("[data-earlier][disabled]").count() == 0)
    expect(page.locator(".thread")).to_have_count(len(HOSTILE))
    for link in page.locator(".said a[href]").all():
        assert (link.get_attribute("href") or "").startswith(("http://", "https://", "mailto:"))
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert (
        page.locator(".said :is(script, img, svg, iframe, form, style, object, [style], [onclick], [hx-get])").count()
        == 0
    )
    assert fired == []


def test_on_a_phone_the_panel_is_a_sheet_and_writing_works(here: Desk, browsers: Browsers) -> None:
    board = here.stock()
    page = browsers.open(f"/b/{board.id}#item-{item_of(here, board)}", size=PHONE, language="fr", theme="dark")
    expect(page.locator("#panel .panel-title")).to_be_visible()
    sheet = "(panel) => [panel.getBoundingClientRect().x, panel.getBoundingClientRect().width]"
    wait_until(page, lambda: page.locator("#panel").evaluate(sheet) == [0, PHONE[0]])
    writer(page)
    page.keyboard.type("Vu")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".said")).to_have_text("Vu")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
