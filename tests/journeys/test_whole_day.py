"""A whole day's work: by mouse, then by keyboard alone; at a desk and on a phone; in English and in French."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from engine.schema.compiled import CompiledBoard
from engine.text import Language
from tests.journeys.hands import Hand, Keys, Mouse
from tests.journeys.tables import DESKTOP, PHONE, Browsers, Desk, desk, picture, row, shows, wait_until

SAY: dict[Language, dict[str, str]] = {
    "en": {
        "main": "Main", "menu": "Menu", "home": "Home", "my work": "My work", "new item": "New item",
        "to items": "Go to the items", "delete": "Delete", "move": "Move to", "sort": "Sort", "filter": "Filter",
        "save view": "Save as a view", "save": "Save the view", "write": "Write an update", "low": "Low",
        "done": "Mark Gants nitrile as done", "close": "Close", "number": "1,234.5", "amount": "7.35", "date": "tomorrow",
    },
    "fr": {
        "main": "Principal", "menu": "Menu", "home": "Accueil", "my work": "Mon travail", "new item": "Nouvel élément",
        "to items": "Aller aux éléments", "delete": "Supprimer", "move": "Déplacer vers", "sort": "Trier",
        "filter": "Filtrer", "save view": "Enregistrer comme vue", "save": "Enregistrer la vue", "write": "Écrire une mise à jour",
        "low": "Stock bas", "done": "Marquer Gants nitrile comme terminé", "close": "Fermer", "number": "1 234,5", "amount": "7,35",
        "date": "demain",
    },
}  # fmt: skip
DAYS: dict[str, tuple[type[Hand], tuple[int, int], Language]] = {
    "mouse-desk-en": (Mouse, DESKTOP, "en"),
    "keyboard-desk-fr": (Keys, DESKTOP, "fr"),
    "keyboard-phone-en": (Keys, PHONE, "en"),
    "mouse-phone-fr": (Mouse, PHONE, "fr"),
}
"""Each hand with each size, each with each language."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.mark.parametrize("name", DAYS)
def test_a_whole_day(here: Desk, browsers: Browsers, name: str) -> None:
    kind, size, language = DAYS[name]
    board = here.stock(f"Stock {name}")
    page = browsers.open(f"/b/{board.id}", size=size, language=language)
    page.set_default_timeout(8000)
    page.goto("/")
    hand = kind(page, SAY[language])
    hand.visit(board.title(language))
    morning(hand)
    order(hand, here, board)
    colleague = browsers.open(f"/b/{board.id}", who=here.office.bob, language=language)
    talk(hand)
    expect(row(colleague, "Gants nitrile").locator(".open")).to_have_attribute("data-updates", "1")
    look_for(hand)
    picture(page, f"day-{name}.png")
    tidy(hand)
    evening(hand, here, board)
    assert_the_same_end(here, board)


def morning(hand: Hand) -> None:
    """New stock has come in: an item with values, in the words of the reader."""
    hand.add_item("Gants nitrile")
    hand.fill(hand.cell("Gants nitrile", "quantity"), hand.say["number"])
    hand.fill(hand.cell("Gants nitrile", "price"), hand.say["amount"])
    hand.pick(hand.cell("Gants nitrile", "status"), hand.say["low"])
    expect(hand.cell("Gants nitrile", "status")).to_have_text(hand.say["low"])
    expect(hand.page.locator(".saving, [data-busy]")).to_have_count(0)


def order(hand: Hand, here: Desk, board: CompiledBoard) -> None:
    """A slip of the hand is taken back."""
    hand.fill(hand.cell("Paper", "quantity"), "92")
    wait_until(hand.page, lambda: here.values(board, "quantity")["Paper"] == 92)
    hand.undo()
    wait_until(hand.page, lambda: here.values(board, "quantity")["Paper"] == 920)
    hand.delete("Scanner")
    wait_until(hand.page, lambda: "Scanner" not in here.values(board, "name"))
    hand.undo()
    wait_until(hand.page, lambda: "Scanner" in here.values(board, "name"))


def talk(hand: Hand) -> None:
    """In the item: the day it comes, who looks after it, and a word to a colleague."""
    hand.open_item("Gants nitrile")
    expect(hand.panel).to_be_visible()
    hand.fill(hand.field("expected_on"), hand.say["date"])
    hand.pick(hand.field("owner"), "Alice Martin")
    hand.keys("Control+Enter")
    hand.activate(hand.panel.get_by_role("button", name=hand.say["write"]))
    expect(hand.page.locator("trix-editor")).to_be_focused()
    hand.type("@du")
    expect(hand.page.locator("#mentions [aria-selected=true]")).to_contain_text("Bob Durand")
    hand.keys("Enter")
    hand.type("12 ?", "Control+Enter")
    expect(hand.panel.locator(".said")).to_contain_text("@Bob Durand 12 ?")
    hand.close_item()
    expect(hand.panel).to_be_hidden()


def look_for(hand: Hand) -> None:
    """What is low, by price, as a view for tomorrow."""
    page = hand.page
    hand.activate(page.get_by_role("button", name=hand.say["filter"], exact=True))
    hand.choose(page.locator("[name='filter.0.column']"), "Status")
    hand.choose(page.locator("[name='filter.0.with']"), hand.say["low"])
    shows(page, "Gants nitrile", "Gloves") if isinstance(hand, Keys) else shows(page, "Gloves", "Gants nitrile")
    hand.keys("Escape")
    hand.activate(page.get_by_role("button", name=hand.say["sort"], exact=True))
    hand.choose(page.locator("[data-sorter] [data-add-line]"), "Price")
    shows(page, "Gants nitrile", "Gloves")
    hand.keys("Escape")
    hand.activate(page.get_by_role("button", name=hand.say["save view"]))
    expect(page.locator("#pop [name=title]")).to_be_focused()
    hand.type("Low", "Enter")
    expect(page.locator("#tabs .tab:has([aria-current])")).to_contain_text("Low")


def tidy(hand: Hand) -> None:
    """Two items at once go to the other group."""
    hand.tick("Gants nitrile")
    hand.tick("Gloves")
    bar = hand.page.locator("#selection")
    expect(bar).to_be_visible()
    hand.activate(bar.get_by_role("button", name=hand.say["move"], exact=True))
    hand.activate(hand.page.locator("#pop").get_by_role("menuitem", name="Lille"))


def evening(hand: Hand, here: Desk, board: CompiledBoard) -> None:
    """Done for today."""
    hand.visit(hand.say["my work"])
    task = hand.page.locator("li.task").filter(has_text=board.title("en"))
    hand.activate(task.get_by_role("button", name=hand.say["done"]))
    wait_until(hand.page, lambda: here.values(board, "status")["Gants nitrile"] == "ok")


def assert_the_same_end(here: Desk, board: CompiledBoard) -> None:
    """Whichever the hand, the screen and the language."""
    assert here.values(board, "quantity") == {"Paper": 920, "Gloves": 41, "Scanner": 0, "Gants nitrile": 1234.5}
    assert here.values(board, "price")["Gants nitrile"] == {"amount": "7.35", "currency": "EUR"}
    assert here.values(board, "expected_on")["Gants nitrile"] is not None
    assert here.values(board, "owner")["Gants nitrile"] == [here.office.alice.user_id]
    assert here.placed(board) == {"Paper": "Lyon", "Scanner": "Lyon", "Gants nitrile": "Lille", "Gloves": "Lille"}
