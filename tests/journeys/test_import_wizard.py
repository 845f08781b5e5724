"""A file with mistakes is imported in the browser: by keyboard on a phone in French, by mouse on a desk in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.commands.logins import log_in
from engine.commands.members import change_language
from engine.text import Language
from tests.factories import Office, open_office
from tests.journeys.tables import grave, picture
from tests.rouage import Running, running

DESKTOP, PHONE = (1440, 900), (360, 780)
STOCK = (
    "Article;Quantité;Prix;Date;Statut;\n"
    "Vis;12;12,5;31/02/2024;ouvert;\nÉcrou;9;12.5;01/03/2024;ouvert;x\n;7;3,25;02/03/2024;clos;\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = open_office(f"sqlite:///{tmp_path_factory.mktemp('data')}/rouage.db")
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def program(office: Office) -> Iterator[Running]:
    with running(office.database.data) as started:
        yield started


@pytest.fixture
def stock_file(tmp_path: Path) -> Path:
    path = tmp_path / "stock.csv"
    path.write_text(STOCK, encoding="cp1252")
    return path


@pytest.fixture
def open_page(browser: Browser, office: Office, program: Running) -> Iterator[Callable[..., Page]]:
    """`open_page(language, size)`: Alice's browser. No page may have logged an error, save for refused choices."""
    contexts, wrong = [], []

    def opened(language: Language, size: tuple[int, int] = DESKTOP) -> Page:
        with office.write() as session:
            change_language(session, office.alice, language)
            secret = log_in(session, office.alice.user_id)
        view = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=view, base_url=program.address)
        context.add_cookies([{"name": "rouage", "value": secret, "url": program.address}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda said: wrong.append(said.text) if said.type == "error" and "422" not in said.text else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def shoot(page: Page, name: str) -> None:
    """The page as it is, after axe has found nothing serious in it."""
    serious = [f"{one['id']}: {node['html']}" for one in grave(page) for node in one["nodes"]]
    assert serious == []
    picture(page, f"import-{name}.png", full_page=True)


def upload(page: Page, file: Path, where: str = "/import") -> None:
    page.goto(where)
    page.set_input_files("input[type=file]", file)
    page.wait_for_url("**/import/*")


def drawn_again(page: Page, act: Callable[[], object]) -> None:
    with page.expect_response(lambda answer: "/preview" in answer.url):
        act()
    expect(page.locator("#wizard .htmx-request")).to_have_count(0)


def is_within_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_by_keyboard_on_a_phone_in_french(open_page: Callable[..., Page], stock_file: Path) -> None:
    page = open_page("fr", PHONE)
    upload(page, stock_file)
    expect(page.get_by_text("Février 2024 n’a pas de jour 31")).to_be_visible()
    expect(page.get_by_text("s’appellent : Colonne 6")).to_be_visible()
    assert is_within_the_screen(page)
    shoot(page, "fr-phone")
    kind = page.locator("[name=column-3]")
    kind.focus()
    drawn_again(page, lambda: page.keyboard.type("Texte"))
    expect(kind).to_be_focused()
    expect(page.get_by_text("Février 2024")).to_have_count(0)
    page.locator("[name=title]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Stock repris")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_text("3 éléments importés.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("1 cellule a été refusée")).to_be_visible()
    assert is_within_the_screen(page)
    shoot(page, "fr-phone-done")
    page.get_by_role("link", name="Ouvrir Stock repris").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/b/*")
    expect(page.get_by_text("Ligne 4").first).to_be_visible()


def test_by_mouse_on_a_desk_in_english_with_undo(open_page: Callable[..., Page], stock_file: Path) -> None:
    page = open_page("en")
    upload(page, stock_file)
    drawn_again(page, lambda: page.get_by_label("Groups").select_option(label="One for each value of Statut"))
    expect(page.get_by_text("3 items · 2 groups")).to_be_visible()
    shoot(page, "en-desk")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("3 items imported.")).to_be_visible(timeout=15_000)
    shoot(page, "en-desk-done")
    page.get_by_role("button", name="Undo the import").click()
    page.locator("#confirmation").get_by_role("button", name="Yes").click()
    expect(page.get_by_text("The import was undone.")).to_be_visible()
    page.get_by_role("button", name="Bring the items back").click()
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible()


def test_a_refused_choice_keeps_everything_that_was_typed(open_page: Callable[..., Page], stock_file: Path) -> None:
    page = open_page("en")
    upload(page, stock_file)
    page.locator("[name=title]").fill("Kept")
    drawn_again(page, lambda: page.locator("[name=title]").blur())
    drawn_again(page, lambda: page.locator("[name=column-1]").select_option("key:name"))
    expect(page.locator(".field-error")).to_contain_text("Two columns of the file go to")
    expect(page.locator("[name=title]")).to_have_value("Kept")
    expect(page.locator("[name=column-1]")).to_have_value("key:name")
    drawn_again(page, lambda: page.locator("[name=column-0]").select_option("skip"))
    expect(page.locator(".field-error")).to_have_count(0)
    expect(page.locator("[name=title]")).to_have_value("Kept")


def test_a_file_that_lies_says_so_where_it_was_chosen(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("fr")
    lying = tmp_path / "commandes.xlsx"
    lying.write_text(STOCK)
    page.goto("/import")
    page.set_input_files("input[type=file]", lying)
    expect(page.locator(".field-error")).to_contain_text("n’est pas ce que dit son nom")
    shoot(page, "fr-lie")


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("fr", PHONE)])
def test_a_template_is_installed_and_its_samples_go(
    open_page: Callable[..., Page], language: Language, size: tuple[int, int]
) -> None:
    page = open_page(language, size)
    page.goto("/templates")
    assert is_within_the_screen(page)
    shoot(page, f"templates-{language}")
    page.get_by_role("button", name={"en": "Install", "fr": "Installer"}[language]).click()
    page.wait_for_url("**/b/*")
    note = page.locator("#samples")
    expect(note).to_be_visible()
    picture(page, f"import-samples-{language}.png")
    assert page.locator("tr[data-item]").count() == 9
    note.get_by_role("button").click()
    expect(note).to_have_count(0)
    expect(page.locator("tr[data-item]")).to_have_count(0)
    page.locator(".toast button").first.click()
    expect(page.locator("tr[data-item]")).to_have_count(9)
