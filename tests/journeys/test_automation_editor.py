"""A rule is written as a sentence in the browser, by mouse and by keyboard, in both languages, and a worker carries it out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import automations.rules  # noqa: F401 - checks rules that are stored
from engine.commands.automations import create_automation
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import change_item, create_item
from engine.commands.logins import log_in
from engine.commands.members import change_language
from engine.queries.automations import automations_on
from engine.queries.items import item
from engine.schema.compiled import CompiledBoard
from engine.text import Language
from tests.factories import Office, open_office
from tests.journeys.tables import grave, picture
from tests.rouage import Running, running

DESKTOP, PHONE = (1440, 900), (360, 780)
REVIEW = [
    {"key": "to_check", "labels": {"en": "To check", "fr": "À vérifier"}, "color": "amber"},
    {"key": "fine", "labels": {"en": "Fine", "fr": "En ordre"}, "color": "green", "done": True},
]
FIRST_RULE = {
    "trigger": {"type": "starts_matching", "filter": {"column": "discount", "op": "gt", "value": 0.5}},
    "actions": [
        {"type": "set_columns", "values": {"review": "to_check"}},
        {"type": "notify", "people": {"token": "owner"}, "message": "Discounted: {name}"},
    ],
}
"""A rule that is there from the start, whichever test comes first."""


@dataclass(frozen=True)
class Words:
    """What the person reads and types."""

    starts: str
    discount: str
    greater: str
    half: str
    set: str
    review: str
    check: str
    notify: str
    look: str
    sentence: str
    done: str
    effect: str
    told: str


WORDS: dict[Language, Words] = {
    "en": Words(
        starts="An item starts to meet a condition",
        discount="Discount",
        greater="becomes greater than",
        half="0.5",
        set="Set columns",
        review="Review",
        check="To check",
        notify="Notify people",
        look="Please look at",
        sentence="When Discount becomes greater than 0.5, then set Review to To check, and then notify Alice Martin",
        done="Done",
        effect="set Review to To check",
        told="Please look at Chair {number}",
    ),
    "fr": Words(
        starts="Un élément commence à remplir une condition",
        discount="Remise",
        greater="dépasse",
        half="0,5",
        set="Modifier des colonnes",
        review="Revue",
        check="À vérifier",
        notify="Notifier des personnes",
        look="Merci de regarder",
        sentence="Quand Remise dépasse 0,5, alors mettre Revue à À vérifier, puis notifier Alice Martin",
        done="Réussie",
        effect="Revue à À vérifier",
        told="Merci de regarder Chair {number}",
    ),
}


@dataclass
class Shop:
    office: Office
    program: Running
    board: CompiledBoard
    items: int = 0

    def speak(self, language: Language) -> str:
        """Alice reads this language; returns the secret of a new login."""
        with self.office.write() as session:
            change_language(session, self.office.alice, language)
            return log_in(session, self.office.alice.user_id)

    def discounted(self) -> int:
        """A new item whose discount was raised by hand."""
        self.items += 1
        with self.office.write() as session:
            made = create_item(session, self.office.alice, self.board, {"name": f"Chair {self.items}", "discount": 0.2})
        with self.office.write() as session:
            change_item(session, self.office.alice, self.board, made.id, {"discount": 0.6})
        return made.id

    def review(self, item_id: int) -> object:
        with self.office.read() as session:
            return item(session, self.board, item_id).values["review"]

    def rules(self) -> list[object]:
        with self.office.read() as session:
            return [one.rule for one in automations_on(session, self.board)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("data")
    office = open_office(f"sqlite:///{folder}/rouage.db")
    with office.write() as session:
        board = create_board(session, office.alice, "Orders", groups=["New"])
        board, _ = add_column(session, office.alice, board, "number", "Discount", labels={"fr": "Remise"})
        board, _ = add_column(
            session, office.alice, board, "status", "Review", {"options": REVIEW}, labels={"fr": "Revue"}
        )
    with office.write() as session:
        create_automation(session, office.alice, board, FIRST_RULE)
    with running(folder) as program:
        yield Shop(office, program, board)
    office.database.close()


@pytest.fixture
def open_page(browser: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """`open_page(language, size, theme)`: Alice's browser. No page may have logged an error, save for refused rules."""
    contexts, wrong = [], []

    def opened(language: Language, size: tuple[int, int] = DESKTOP, theme: Literal["light", "dark"] = "light") -> Page:
        view = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=view, color_scheme=theme, base_url=shop.program.address)
        context.add_cookies([{"name": "rouage", "value": shop.speak(language), "url": shop.program.address}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text) if message.type == "error" and "422" not in message.text else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def control(page: Page, name: str) -> Locator:
    return page.locator(f'#rule [name="{name}"]')


def drawn_again(page: Page, act: Callable[[], object]) -> None:
    """Do something that posts the form, and wait until it is drawn anew."""
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        act()
    expect(page.locator("#rule.htmx-request, #rule .htmx-request")).to_have_count(0)


def choose(page: Page, name: str, label: str) -> None:
    drawn_again(page, lambda: control(page, name).select_option(label=label))


def write(page: Page, name: str, text: str) -> None:
    control(page, name).click()
    page.keyboard.type(text)
    drawn_again(page, lambda: page.keyboard.press("Tab"))


def by_mouse(page: Page, words: Words) -> None:
    choose(page, "trigger.type", words.starts)
    choose(page, "trigger.filter.0.column", words.discount)
    choose(page, "trigger.filter.0.op", words.greater)
    write(page, "trigger.filter.0.value", words.half)
    choose(page, "actions.0.type", words.set)
    choose(page, "actions.0.values.0.column", words.review)
    choose(page, "actions.0.values.0.with", words.check)
    choose(page, "actions.1.type", words.notify)
    write(page, "actions.1.message", words.look)
    page.locator("[popovertarget='actions.1.message.quotes']").click()
    drawn_again(page, lambda: page.locator('[data-quote="name"]').click())
    expect(control(page, "actions.1.message")).to_be_focused()
    page.locator("#save").click()


def by_keyboard(page: Page, words: Words) -> None:
    """Tab, arrows, letters and Enter only; each control is reached from the one before it."""
    page.locator("main").focus()
    for name, text in (
        ("trigger.type", words.starts),
        ("trigger.filter.0.column", words.discount),
        ("trigger.filter.0.op", words.greater),
        ("trigger.filter.0.value", words.half),
        ("actions.0.type", words.set),
        ("actions.0.values.0.column", words.review),
        ("actions.0.values.0.with", words.check),
        ("actions.1.type", words.notify),
        ("actions.1.message", f"{words.look} {{name}}"),
    ):
        tab_to(page, name)
        if control(page, name).evaluate("element => element.tagName") == "SELECT":
            step_to(page, name, text)
        else:
            page.keyboard.type(text)
            drawn_again(page, lambda: page.keyboard.press("Tab"))
    page.locator("#save").focus()
    page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        if page.evaluate("document.activeElement?.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


def step_to(page: Page, name: str, label: str) -> None:
    """Arrow down to the option: each step is a change of its own, and the select keeps the focus through them all."""
    labels = control(page, name).evaluate("element => [...element.options].map((option) => option.label)")
    for wanted in labels[1 : labels.index(label) + 1]:
        drawn_again(page, lambda: page.keyboard.press("ArrowDown"))
        expect(control(page, name).locator("option:checked")).to_have_text(wanted)
        expect(control(page, name)).to_be_focused()


@pytest.mark.parametrize(("language", "build"), [("en", by_mouse), ("fr", by_keyboard)])
def test_the_journeys_rule(
    shop: Shop, open_page: Callable[..., Page], language: Language, build: Callable[[Page, Words], None]
) -> None:
    words, page = WORDS[language], open_page(language)
    page.goto(f"/b/{shop.board.id}/automations/new")
    build(page, words)
    page.wait_for_url(re.compile(r"/automations/\d+$"))
    assert shop.rules()[-1] == {
        "trigger": {"type": "starts_matching", "filter": {"column": "discount", "op": "gt", "value": 0.5}},
        "actions": [
            {"type": "set_columns", "values": {"review": "to_check"}},
            {"type": "notify", "people": {"token": "owner"}, "message": f"{words.look} {{name}}"},
        ],
    }
    item_id = shop.discounted()
    run = page.locator(f'#log tr:has(a[href="/b/{shop.board.id}/i/{item_id}"])')
    expect(run).to_contain_text(words.done, timeout=20_000)
    expect(run).to_contain_text(words.effect)
    assert shop.review(item_id) == "to_check"
    page.goto("/notifications")
    expect(page.locator("main")).to_contain_text(words.told.format(number=shop.items))
    page.goto(f"/b/{shop.board.id}/automations")
    expect(page.locator(".rule-line").last).to_contain_text(words.sentence)
    page.locator(".rule-line").last.get_by_role("switch").click()
    expect(page.locator(".rule-line").last.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def test_a_bad_slot_keeps_what_was_typed_and_gets_the_focus(shop: Shop, open_page: Callable[..., Page]) -> None:
    page, before = open_page("en"), len(shop.rules())
    page.goto(f"/b/{shop.board.id}/automations/new")
    choose(page, "trigger.type", WORDS["en"].starts)
    choose(page, "trigger.filter.0.column", "Discount")
    write(page, "trigger.filter.0.value", "a lot")
    choose(page, "actions.0.type", "Notify people")
    page.locator("#save").click()
    expect(page.locator(".slot-error")).to_have_count(2)
    expect(control(page, "trigger.filter.0.value")).to_have_value("a lot")
    expect(control(page, "trigger.filter.0.value")).to_be_focused()
    expect(control(page, "trigger.filter.0.value")).to_have_accessible_description(
        re.compile("“a lot” is not a number")
    )
    picture(page, "automations-refused.png")
    assert len(shop.rules()) == before


def test_actions_are_moved_and_removed_by_their_buttons(shop: Shop, open_page: Callable[..., Page]) -> None:
    page = open_page("en")
    page.goto(f"/b/{shop.board.id}/automations/new")
    choose(page, "trigger.type", "An item is created")
    choose(page, "actions.0.type", "Notify people")
    write(page, "actions.0.message", "first")
    choose(page, "actions.1.type", "Notify people")
    write(page, "actions.1.message", "second")
    drawn_again(page, lambda: page.locator('[id="actions.1.up"]').click())
    expect(control(page, "actions.0.message")).to_have_value("second")
    drawn_again(page, lambda: page.locator('[id="actions.0.remove"]').click())
    expect(control(page, "actions.0.message")).to_have_value("first")
    expect(page.locator('[id="actions.0.remove"]')).to_be_focused()


def test_the_source_of_a_value_keeps_the_focus_when_it_moves(shop: Shop, open_page: Callable[..., Page]) -> None:
    page = open_page("en")
    page.goto(f"/b/{shop.board.id}/automations/new")
    choose(page, "actions.0.type", "Set columns")
    choose(page, "actions.0.values.0.column", "Discount")
    control(page, "actions.0.values.0.with").focus()
    step_to(page, "actions.0.values.0.with", "its value plus")
    page.keyboard.press("Tab")
    expect(control(page, "actions.0.values.0.value")).to_be_focused()


def test_choosing_what_the_log_shows_keeps_what_is_being_written(shop: Shop, open_page: Callable[..., Page]) -> None:
    shop.discounted()
    page = open_page("en")
    page.goto(f"/b/{shop.board.id}/automations/1")
    write(page, "actions.1.message", " soon")
    page.locator(".states").get_by_role("link", name="Done").click()
    expect(page.locator(".states [aria-current]")).to_contain_text("Done")
    assert page.url.endswith("?outcome=done")
    expect(control(page, "actions.1.message")).to_have_value(re.compile("soon"))


@pytest.mark.parametrize(
    ("size", "theme", "language"),  # each with each, two at a time
    [(DESKTOP, "light", "en"), (DESKTOP, "dark", "fr"), (PHONE, "light", "fr"), (PHONE, "dark", "en")],
)
def test_every_page_in_both_themes_sizes_and_languages(
    shop: Shop,
    open_page: Callable[..., Page],
    language: Language,
    theme: Literal["light", "dark"],
    size: tuple[int, int],
) -> None:
    page, base = open_page(language, size, theme), f"/b/{shop.board.id}/automations"
    for name, path in (
        ("list", base),
        ("new", f"{base}/new"),
        ("suggestion", f"{base}/new?suggestion=1"),
        ("rule", f"{base}/1"),
    ):
        page.goto(path)
        picture(page, f"automations-{name}-{language}-{theme}-{size[0]}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the window"
        assert [one["id"] for one in grave(page)] == []
