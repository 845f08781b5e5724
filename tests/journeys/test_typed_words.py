"""Words typed into cells, in both languages, at a desk and on a phone: what they become, and how it is shown."""

import pytest
from playwright.sync_api import Page, expect

from engine.choices import new_options
from engine.text import Language
from tests.journeys.tables import DESKTOP, PHONE, Browsers, Desk, cell, go_to, names, picture, wait_until

COLUMNS = (
    ("phone", "Phone", {}),
    ("email", "Mail", {}),
    ("url", "Page", {}),
    ("autonumber", "Ticket", {"prefix": "T-", "width": 4}),
    ("tags", "Tags", {"options": new_options(["Urgent", "Client"])}),
    ("timeline", "Period", {}),
    ("datetime", "Visit", {}),
)
TYPED: dict[Language, dict[str, tuple[str, str]]] = {
    "en": {
        "phone": ("+32 (0)475 12 34 56", "+32 475 12 34 56"),
        "mail": ("Bob <bob@example.com>", "bob@example.com"),
        "page": ("Quote example.com/quote", "Quote"),
        "tags": ("urgent, client", "UrgentClient"),
        "period": ("Nov 12 to Nov 28, 2027", "Nov 12\u2009–\u200928, 2027"),
        "visit": ("11/28/2027 2:30 pm", "Nov 28, 2027, 2:30\u202fPM"),
    },
    "fr": {
        "phone": ("06.12.34.56.78", "06 12 34 56 78"),
        "mail": ("Élise <elise@exemple.fr>", "elise@exemple.fr"),
        "page": ("Devis exemple.fr/devis", "Devis"),
        "tags": ("urgent, client", "UrgentClient"),
        "period": ("du 12 au 28 nov. 2027", "12\u2009–\u200928 nov. 2027"),
        "visit": ("28/11/2027 à 14h30", "28 nov. 2027, 14:30"),
    },
}
REFUSED = {"phone": "call me", "mail": "bob at home", "page": "javascript:alert(1)", "period": "soon", "visit": "25h"}


def write(page: Page, key: str, typed: str) -> None:
    """Several words of a list are chosen one after another, as its editor wants them."""
    go_to(cell(page, "Acme", key))
    if key == "tags":
        page.keyboard.press("Enter")
        for word in typed.split(", "):
            page.get_by_role("combobox").press_sequentially(word)
            page.keyboard.press("Enter")
            expect(page.get_by_role("option", name=word, selected=True)).to_be_visible()
        page.locator(".choices .actions button").click()
    else:
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("td.editing, .sheet, .saving, [data-busy]"), key).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_become_values(here: Desk, browsers: Browsers, language: Language, size: tuple[int, int]) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}", language=language, size=size)
    words = {key: both for key, both in TYPED[language].items() if cell(page, "Acme", key).is_visible()}
    assert {"phone", "mail", "page"} <= words.keys()
    for key, (typed, shown) in words.items():
        write(page, key, typed)
        expect(cell(page, "Acme", key)).to_have_text(shown)
    assert size == PHONE or words.keys() == TYPED[language].keys()
    picture(page, f"typed-{language}-{size[0]}.png")
    page.reload()
    for key, (_, shown) in words.items():
        expect(cell(page, "Acme", key)).to_have_text(shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_what_cannot_be_read_stays_typed_with_a_sentence(here: Desk, browsers: Browsers, size: tuple[int, int]) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}", language="fr", size=size)
    refused = {key: typed for key, typed in REFUSED.items() if cell(page, "Acme", key).is_visible()}
    assert len(refused) >= 3
    for key, typed in refused.items():
        go_to(cell(page, "Acme", key))
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        editor = page.locator("td.editing input:not([data-picks]), .sheet input:not([data-picks])").first
        expect(editor).to_have_value(typed)
        expect(page.get_by_role("alert").last).to_be_visible()
        page.keyboard.press("Escape")
        expect(cell(page, "Acme", key)).to_have_text("")
    assert all(here.values(board, key)["Acme"] is None for key in REFUSED)


def test_a_number_of_the_board_is_written_by_nobody(here: Desk, browsers: Browsers) -> None:
    board = here.visits(COLUMNS)
    page = browsers.open(f"/b/{board.id}")
    go_to(cell(page, "Acme", "ticket"))
    page.keyboard.type("7")
    expect(page.locator("td.editing")).to_have_count(0)
    page.locator("[data-add]").first.fill("Initech")
    page.keyboard.press("Enter")
    wait_until(page, lambda: names(page) == ["Acme", "Globex", "Initech"])
    expect(cell(page, "Initech", "ticket")).to_have_text("T-0003")
