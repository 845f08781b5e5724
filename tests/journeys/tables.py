"""A program with a board to work in, and browsers of the people of the office: what the journeys of the table share."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from engine.commands.boards import create_board, delete_board
from engine.commands.columns import add_column
from engine.commands.items import create_items
from engine.commands.logins import log_in
from engine.commands.members import change_language
from engine.commands.placing import delete_items
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.boards import boards
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.text import Language
from tests.factories import Office, open_office
from tests.rouage import Running, running

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
PICTURES = "ROUAGE_PICTURES" in os.environ
SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
  .map((one) => one.finished.catch(() => null))).then(() => "axe" in window)"""
GRAVE = """(within) => axe.run(within ?? document, { resultTypes: ["violations"] })
  .then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical"))"""
AXE = Axe().axe_script
DESKTOP, PHONE = (1440, 860), (360, 740)
LOCALES: dict[Language, str] = {"en": "en-GB", "fr": "fr-FR"}
ITEMS = (
    {"name": "Paper", "sku": "SKU-1", "status": "ok", "quantity": 920, "price": "4.20", "reorder_level": 300},
    {"name": "Gloves", "sku": "SKU-2", "status": "low", "quantity": 41, "price": "11.50", "reorder_level": 80},
    {"name": "Scanner", "sku": "SKU-3", "status": "out", "quantity": 0, "price": "89", "reorder_level": 5},
)


@dataclass
class Desk:
    """The office and the program that serves it."""

    office: Office
    program: Running

    def stock(self, title: str = "Stock", *, items: list[dict[str, Any]] | None = None) -> CompiledBoard:
        """A board of its own for one journey, three items in its first group."""
        board = self.office.stock(title)
        if wanted := ITEMS if items is None else items:
            with self.office.write() as session:
                create_items(session, self.office.alice, board, [*wanted])
        return board

    def visits(self, columns: Iterable[tuple[str, str, dict[str, Any]]]) -> CompiledBoard:
        """A board with these columns (type, title, settings) and two customers."""
        with self.office.write() as session:
            board = create_board(session, self.office.alice, "Visits")
            for type_name, title, settings in columns:
                board, _ = add_column(session, self.office.alice, board, type_name, title, settings)
            create_items(session, self.office.alice, board, [{"name": "Acme"}, {"name": "Globex"}])
        return board

    def values(self, board: CompiledBoard, key: str) -> dict[str, Any]:
        """The stored cells of a column by the items' names."""
        with self.office.read() as session:
            fresh = load_board(session, self.office.alice, board.id)
            context = context_for(session, self.office.alice)
            found = page(session, fresh, ItemQuery(limit=500), context).items
            return {item.name: item.values[key] for item in found}

    def ids(self, board: CompiledBoard) -> dict[str, int]:
        """The items' ids by their names."""
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            return {item.name: item.id for item in page(session, board, ItemQuery(limit=500), context).items}

    def order(self, board: CompiledBoard) -> list[str]:
        """The names of the items as they are ordered by hand."""
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            every = [ItemQuery(group_id=group.id, limit=500) for group in groups(session, board)]
            return [item.name for query in every for item in page(session, board, query, context).items]

    def delete(self, board: CompiledBoard, *names: str) -> None:
        known = self.ids(board)
        with self.office.write() as session:
            delete_items(session, self.office.alice, board, [known[name] for name in names])

    def tidy(self) -> None:
        """All boards into the trash."""
        with self.office.write() as session:
            for one in boards(session, self.office.alice):
                delete_board(session, self.office.alice, load_board(session, self.office.alice, one.id))

    def columns(self, board: CompiledBoard) -> list[str]:
        return list(self.office.board(board.id).columns)

    def groups(self, board: CompiledBoard) -> list[str]:
        with self.office.read() as session:
            return [group.title for group in groups(session, board)]

    def placed(self, board: CompiledBoard) -> dict[str, str]:
        """The titles of the groups by the items' names."""
        with self.office.read() as session:
            titles = {group.id: group.title for group in groups(session, board)}
            context = context_for(session, self.office.alice)
            return {
                item.name: titles[item.group_id] for item in page(session, board, ItemQuery(limit=500), context).items
            }

    def secret(self, actor: Actor, language: Language) -> str:
        with self.office.write() as session:
            change_language(session, actor, language)
            return log_in(session, actor.user_id)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    office = open_office(f"sqlite:///{folder}/rouage.db")
    with running(folder) as program:
        yield Desk(office, program)
    office.database.close()


@dataclass
class Browsers:
    """Opens pages; remembers what they logged that no page of ours may log."""

    browser: Browser
    desk: Desk
    contexts: list[BrowserContext] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def open(
        self,
        path: str,
        *,
        who: Actor | None = None,
        language: Language = "en",
        size: tuple[int, int] = DESKTOP,
        theme: Literal["light", "dark"] = "light",
    ) -> Page:
        address = self.desk.program.address
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale=LOCALES[language],
            base_url=address,
            has_touch=size == PHONE,
        )
        secret = self.desk.secret(who or self.desk.office.alice, language)
        context.add_cookies([{"name": "rouage", "value": secret, "url": address}])
        self.contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: self.wrong.append(str(error)))
        opened.on("console", lambda message: self.note(message.type, message.text))
        opened.goto(path)
        expect(opened.locator("[data-board]").first).to_be_visible()
        return opened

    def note(self, kind: str, text: str) -> None:
        """A refusal or a cut connection is not a fault."""
        if kind == "error" and "status of 4" not in text and "ERR_INTERNET_DISCONNECTED" not in text:
            self.wrong.append(text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.wrong == []


def picture(page: Page, name: str, *, full_page: bool = False) -> None:
    """For people to look at, in build/screenshots: a seventh of a second each, so only where somebody will."""
    if PICTURES:
        page.screenshot(path=SHOTS / name, full_page=full_page)


def grave(page: Page, within: str | None = None) -> list[dict[str, Any]]:
    """What is serious or critical for axe on the page or `within` a part, once everything that fades in has its colours."""
    knows_axe = page.evaluate(SETTLED)
    if not knows_axe:
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(GRAVE, within)
    return found


def cell(page: Page, name: str, key: str) -> Locator:
    """The cell of the item with this name in a column."""
    place = (
        page.locator("table.grid thead tr")
        .first.locator("th")
        .evaluate_all("(heads, key) => heads.findIndex((head) => head.dataset.key === key) + 1", key)
    )
    return row(page, name).locator(f"td:nth-child({place})")


def go_to(cell: Locator) -> None:
    """Put the focus into a cell, as arrows would; a click would open its editor."""
    cell.evaluate("(cell) => { cell.tabIndex = 0; cell.focus(); }")


def row(page: Page, name: str) -> Locator:
    """Found by the item's id, so that it stays the same row when the name changes."""
    ids = page.locator(".items > tr[data-item]").evaluate_all(
        "(rows, name) => rows.filter((row) => row.cells[1].firstChild?.textContent === name).map((row) => row.id)", name
    )
    assert len(ids) == 1, f"{len(ids)} items are called {name}"
    return page.locator(f"#{ids[0]}")


def names(page: Page) -> list[str]:
    """The items in the order of the page."""
    found: list[str] = page.locator(".items > tr[data-item]").evaluate_all(
        "(rows) => rows.map((row) => row.cells[1].firstChild?.textContent)"
    )
    return found


def shows(page: Page, *expected: str) -> None:
    """Wait until these items, and no others, stand on the page in this order."""
    wait_until(page, lambda: names(page) == list(expected), lambda: f"{names(page)} instead of {list(expected)}")


def wait_until(page: Page, holds: Callable[[], bool], otherwise: Callable[[], str] = lambda: "it never held") -> None:
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(otherwise())
