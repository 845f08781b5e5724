"""Everything that opens on a board: nothing serious for axe, nothing outside the window, closed by Escape, the focus back."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_items
from engine.text import Language
from tests.journeys.tables import DESKTOP, PHONE, Browsers, Desk, go_to, grave, picture, row

Look = tuple[tuple[int, int], Literal["light", "dark"], Language]
LOOKS: dict[str, Look] = {"desk": (DESKTOP, "light", "en"), "phone": (PHONE, "dark", "fr")}
OPENERS = {
    "filter": "[data-pop$='/filters']",
    "sort": "[data-pop$='/sorts']",
    "groupings": "[data-pop$='/groupings']",
    "colors": "[data-pop$='/colors']",
    "columns": "[data-pop$='/columns']",
    "new view": "[data-pop$='/views/new']",
    "view": ".tab > .more",
    "group": "section.group > header .more",
    "summary": "tfoot button",
    "item": ".items .more",
    "board": "[popovertarget=board-menu]",
    "sharing": "[hx-get$='/sharing']",
}

EDITOR = ".editing, .cell-pop"


def everything(here: Desk) -> tuple[int, list[str]]:
    """A board with a column of every type; the keys of those that can be edited."""
    with here.office.write() as session:
        board = create_board(session, here.office.alice, "Everything", groups=["One", "Two"])
        values: dict[str, object] = {"name": "An item"}
        for kind in column_types.values():
            if kind.creatable:
                example = kind.examples[0]
                board, key = add_column(session, here.office.alice, board, kind.name, kind.label.en, example.settings)
                if not kind.read_only:
                    values[key] = example.value
        create_items(session, here.office.alice, board, [values, {"name": "Another one"}])
    return board.id, list(values)


def opened(page: Page) -> Locator:
    return page.locator(":popover-open:not(#toasts), dialog[open]").last


def problems(page: Page, what: str, within: str | None = None) -> list[str]:
    told = [f"{what}: {one['id']}: {node['html'][:140]}" for one in grave(page, within) for node in one["nodes"][:3]]
    outside = opened(page).evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).some((at) => at.left < 0 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1)"
    )
    return [*told, f"{what}: outside the window"] if outside else told


@pytest.mark.parametrize("name", LOOKS)
def test_what_opens_from_the_board(name: str, here: Desk, browsers: Browsers) -> None:
    size, theme, language = LOOKS[name]
    board_id, _ = everything(here)
    page = browsers.open(f"/b/{board_id}", size=size, theme=theme, language=language)
    wrong = []
    for what, selector in OPENERS.items():
        opener = page.locator(selector).locator("visible=true").first
        opener.focus()
        page.keyboard.press("Enter")
        expect(opened(page)).to_be_visible()
        expect(opened(page).locator("button, input, select, [role=menuitem]").first).to_be_visible()
        picture(page, f"open-{name}-{what.replace(' ', '-')}.png")
        wrong += problems(page, what)
        page.keyboard.press("Escape")
        expect(page.locator(":popover-open:not(#toasts), dialog[open]")).to_have_count(0)
        if not opener.evaluate("(one) => one === document.activeElement"):
            wrong.append(
                f"{what}: the focus is lost, it is on {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}"
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", LOOKS)
def test_the_editor_of_every_type(name: str, here: Desk, browsers: Browsers) -> None:
    size, theme, language = LOOKS[name]
    board_id, keys = everything(here)
    page = browsers.open(f"/b/{board_id}", size=size, theme=theme, language=language)
    if size == PHONE:
        row(page, "An item").locator(".open").click()
        expect(page.locator("article.panel")).to_be_visible()
    at: Callable[[str], Locator] = (
        (lambda key: page.locator(f".panel [data-key='{key}']"))
        if size == PHONE
        else (lambda key: page.locator(f"tr[data-item] td:nth-child({place(page, key)})").first)
    )
    wrong = []
    ticked = "(one) => one.content.querySelector('input')?.type === 'checkbox'"
    for key in keys:
        if page.locator(f"template[data-editor={key}]").first.evaluate(ticked):
            continue
        go_to(at(key))
        page.keyboard.press("Enter")
        expect(page.locator(EDITOR).first).to_be_visible()
        picture(page, f"edit-{name}-{key}.png")
        wrong += problems(page, key, EDITOR)
        page.keyboard.press("Escape")
        expect(page.locator(EDITOR)).to_have_count(0)
    assert not wrong, "\n".join(wrong)


def place(page: Page, key: str) -> int:
    found: int = (
        page.locator("table.grid thead tr")
        .first.locator("th")
        .evaluate_all("(heads, key) => heads.findIndex((head) => head.dataset.key === key) + 1", key)
    )
    return found
