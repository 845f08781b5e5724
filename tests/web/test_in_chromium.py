"""The first visit in a real browser: owner link, login, home, in both languages, sizes and themes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.commands.members import create_user, first_workspace, installation
from engine.db import Database
from engine.permissions import Role
from engine.settings import Settings
from tests.journeys.tables import grave, picture
from tests.rouage import Running, running
from web.passwords import hash_password

DESKTOP, PHONE = (1440, 860), (360, 740)
PASSWORD = "une bonne phrase"


@dataclass
class Witness:
    """What a page did that no page of ours may do."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.note(message.type == "error", message.text))
        self.page.on("pageerror", lambda error: self.note(True, str(error)))
        self.page.on(
            "request", lambda request: self.note(not request.url.startswith(("http://127.0.0.1", "data:")), request.url)
        )

    def note(self, wrong: bool, what: str) -> None:  # noqa: FBT001 - a condition, not a switch
        if wrong and "status of 4" not in what:  # a refusal is not a fault
            self.seen.append(what)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("data")
    with running(folder) as started:
        started.wait_for("/welcome/")
        database = Database.of(Settings.load(folder))
        with database.write() as session:
            here, hashed = installation(first_workspace(session)), hash_password(PASSWORD)
            create_user(session, here, "en@example.org", "Olivia", password_hash=hashed, role=Role.ADMIN)
            create_user(session, here, "fr@example.org", "Odile", password_hash=hashed, role=Role.ADMIN, language="fr")
        database.close()
        yield started


@pytest.fixture
def open_page(browser: Browser, program: Running) -> Iterator[Callable[..., Page]]:
    """`open_page(size, language, theme)`; afterwards none of them may have broken the rules."""
    contexts, witnesses = [], []

    def opened(
        size: tuple[int, int] = DESKTOP, language: str = "en-GB", theme: Literal["light", "dark"] = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme=theme,
            base_url=program.address,
        )
        contexts.append(context)
        witnesses.append(Witness(page := context.new_page()))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for witness in witnesses for line in witness.seen] == []


def test_the_owner_comes_in_and_is_taught_how_to_start(open_page: Callable[..., Page], program: Running) -> None:
    page = open_page(language="fr-FR")
    page.goto(program.owner_link)
    look(page, "welcome-fr")
    page.get_by_label("Votre nom").fill("Amina Martin")
    page.get_by_label("Adresse e-mail").fill("amina@example.org")
    page.get_by_label("Mot de passe").fill("12345678")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.locator(".field-error")).to_contain_text("facile à deviner")
    assert page.get_by_label("Votre nom").input_value() == "Amina Martin"
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", name="Créez votre premier tableau")).to_be_visible()
    look(page, "home-empty-fr")
    page.get_by_role("button", name="Un tableau vide").click()
    expect(page.get_by_label("Nom du tableau")).to_be_focused()
    look(page, "new-board-fr")


@pytest.mark.parametrize(
    ("size", "theme", "language"),  # each with each, two at a time
    [(DESKTOP, "light", "en-GB"), (DESKTOP, "dark", "fr-FR"), (PHONE, "light", "fr-FR"), (PHONE, "dark", "en-GB")],
)
def test_every_page_of_the_frame(
    open_page: Callable[..., Page], size: tuple[int, int], theme: str, language: str
) -> None:
    page = open_page(size, language, theme)
    name = f"{size[0]}-{theme}-{language[:2]}"
    page.goto("/")
    look(page, f"login-{name}")
    log_in(page, language[:2])
    for path in ("/", "/notifications", "/tokens", "/admin", "/me", "/nowhere"):
        page.goto(path)
        look(page, f"{path.strip('/') or 'home'}-{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the window"


def test_the_menu_works_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/login")
    log_in(page)
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.locator(".who").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemradio", name="English")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Log out")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bonjour Olivia")).to_be_visible()
    page.locator(".who").click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.get_by_role("heading", name="Hello Olivia")).to_be_visible()


def test_the_theme_is_kept(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/login")
    log_in(page)
    page.locator(".who").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert is_dark(page)
    page.reload()
    assert is_dark(page)


def test_a_destructive_step_asks_first(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/login")
    log_in(page)
    page.goto("/tokens")
    page.get_by_label("What is it for?").fill("Export")
    page.get_by_role("button", name="Create a token").click()
    expect(page.get_by_text("Copy this token now")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoke “Export”?")).to_be_visible()
    look(page, "confirmation")
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("You have no token yet.")).to_be_visible()


def test_what_was_typed_survives_the_end_of_the_login(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/login")
    log_in(page)
    page.goto("/tokens")
    page.get_by_label("What is it for?").fill("Half typed")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Create a token").click()
    expect(page.get_by_role("alert")).to_contain_text("Log in in another tab")
    other = page.context.new_page()
    other.goto("/login")
    log_in(other)
    assert page.context.cookies() != cookies
    with page.expect_response("**/me/page-token"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.get_by_role("button", name="Create a token").click()
    expect(page.get_by_role("cell", name="Half typed")).to_be_visible()


def test_on_a_phone_the_sidebar_is_a_drawer(open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    page.goto("/login")
    log_in(page)
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#side")).to_be_visible()
    look(page, "drawer")


def log_in(page: Page, language: str = "en") -> None:
    page.locator("[name=email]").fill(f"{language}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_contain_text({"en": "Hello", "fr": "Bonjour"}[language])


def look(page: Page, name: str) -> None:
    """Keep a picture for people, and let axe find what assistive technology would stumble over."""
    page.wait_for_timeout(200)
    picture(page, f"{name}.png")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave(page)] == []


def is_dark(page: Page) -> bool:
    color: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return color == "rgb(21, 22, 23)"
