"""A stranger's first fifteen minutes: come in, import a real file, say a rule, change a cell, and see it done elsewhere."""

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from engine.db import Database
from engine.queries.aggregate import aggregate
from engine.queries.boards import board as load_board
from engine.queries.boards import boards
from engine.queries.context import context_for
from engine.queries.members import actor_by_email
from engine.settings import Settings
from tests.journeys.tables import picture
from tests.rouage import Running, running

DATA = Path(__file__).parents[1] / "data" / "superstore-orders.csv.xz"
EMAIL, PASSWORD = "amina@example.org", "une assez longue phrase"


@dataclass
class Visit:
    """One browser of Amina's, and what went wrong in it."""

    page: Page
    wrong: list[str]

    def shoot(self, name: str) -> None:
        picture(self.page, f"first-{name}.png")


@pytest.fixture
def superstore(tmp_path: Path) -> Path:
    path = tmp_path / "superstore-orders.csv"
    path.write_bytes(lzma.decompress(DATA.read_bytes()))
    return path


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "data") as started:
        started.wait_for("/welcome/")
        yield started


@pytest.fixture
def contexts(browser: Browser, program: Running) -> Iterator[list[BrowserContext]]:
    size = {"width": 1440, "height": 860}
    opened = [browser.new_context(viewport=size, locale="en-GB", base_url=program.address) for _ in range(2)]
    yield opened
    for context in opened:
        context.close()


def open_visit(context: BrowserContext) -> Visit:
    visit = Visit(context.new_page(), [])
    visit.page.on("pageerror", lambda error: visit.wrong.append(str(error)))
    visit.page.on("console", lambda said: visit.wrong.append(said.text) if said.type == "error" else None)
    return visit


def test_from_the_owners_link_to_an_effect_in_another_browser(
    contexts: list[BrowserContext], program: Running, superstore: Path, tmp_path: Path
) -> None:
    first, second = (open_visit(context) for context in contexts)
    come_in(first, program.owner_link)
    board = import_file(first, superstore)
    assert_sums(tmp_path / "data", superstore)
    add_review_column(first.page)
    say_rule(first, board)
    log_in(second, board)
    change_discount(first.page, board)
    seen_without_reload(second)
    read_run_log(first, board)
    assert first.wrong == second.wrong == []


def come_in(visit: Visit, link: str) -> None:
    page = visit.page
    page.goto(link)
    page.get_by_label("Your name").fill("Amina Martin")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    page.wait_for_url("**/")
    visit.shoot("1-home")


def import_file(visit: Visit, file: Path) -> str:
    """Through the wizard, with what it guessed; returns the board's address."""
    page = visit.page
    page.get_by_role("link", name="From a file").first.click()
    page.wait_for_url("**/import")
    page.wait_for_load_state()
    page.set_input_files("input[type=file]", file)
    page.wait_for_url("**/import/**")
    guessed = {title: page.get_by_label(f"{title} becomes") for title in ("Order Date", "Sales", "Discount", "Region")}
    for title, kind in (("Order Date", "Date"), ("Sales", "Money"), ("Discount", "Number"), ("Region", "Choice")):
        assert chosen(guessed[title]) == kind
    visit.shoot("2-import")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Open Superstore orders").click(timeout=30_000)
    page.wait_for_selector("tr[data-item]")
    expect(page.locator("section.group .count").first).to_contain_text("9,994")
    visit.shoot("3-board")
    return page.url.removesuffix("#")


def chosen(select: Locator) -> str:
    return str(select.evaluate("element => element.selectedOptions[0].text"))


def assert_sums(folder: Path, file: Path) -> None:
    """Sums by category are the file's, to the last decimal."""
    wanted: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"Sales": Decimal(), "Profit": Decimal()})
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            for title in ("Sales", "Profit"):
                wanted[line["Category"]][title] += Decimal(line[title])
    database = Database.of(Settings.load(folder))
    with database.read() as session:
        actor = actor_by_email(session, EMAIL)
        board = load_board(session, actor, boards(session, actor)[0].id)
        measures = [("sales", "sum"), ("profit", "sum")]
        found = aggregate(session, board, context_for(session, actor), measures, group_by="category")
        labels = {one["key"]: one["labels"]["en"] for one in board.columns["category"].settings["options"]}
    database.close()
    assert {labels[one["value"]]: totals(one) for one in found} == wanted


def totals(found: dict[str, dict[str, str]]) -> dict[str, Decimal]:
    return {title: Decimal(found[f"{title.lower()}.sum"]["amount"]) for title in ("Sales", "Profit")}


def add_review_column(page: Page) -> None:
    page.get_by_role("button", name="Add a column").first.click()
    page.get_by_role("menuitem", name="Status").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name in English").fill("Review")
    form.get_by_role("button", name="Add an option").click()
    form.get_by_label("Label in English").last.fill("To check")
    form.get_by_role("button", name="Add the column").click()
    expect(page.locator("th[data-key=review]").first).to_be_attached(timeout=15_000)


def say_rule(visit: Visit, board: str) -> None:
    page = visit.page
    page.goto(f"{board}/automations/new")
    for name, label in (
        ("trigger.type", "An item starts to meet a condition"),
        ("trigger.filter.0.column", "Discount"),
        ("trigger.filter.0.op", "becomes greater than"),
    ):
        redrawn(page, lambda name=name, label=label: control(page, name).select_option(label=label))
    redrawn(page, lambda: type_into(page, "trigger.filter.0.value", "0.5"))
    for name, label in (
        ("actions.0.type", "Set columns"),
        ("actions.0.values.0.column", "Review"),
        ("actions.0.values.0.with", "To check"),
        ("actions.1.type", "Notify people"),
    ):
        redrawn(page, lambda name=name, label=label: control(page, name).select_option(label=label))
    redrawn(page, lambda: type_into(page, "actions.1.message", "{name}: check the discount"))
    visit.shoot("4-rule")
    page.locator("#save").click()
    page.wait_for_url("**/automations/*")


def control(page: Page, name: str) -> Locator:
    return page.locator(f'#rule [name="{name}"]')


def type_into(page: Page, name: str, text: str) -> None:
    control(page, name).fill(text)
    control(page, name).press("Tab")


def redrawn(page: Page, act: object) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        act()  # type: ignore[operator]
    expect(page.locator("#rule.htmx-request, #rule .htmx-request")).to_have_count(0)


def log_in(visit: Visit, board: str) -> None:
    page = visit.page
    page.goto("/login")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")
    page.goto(board)
    page.wait_for_selector("tr[data-item]")
    page.evaluate("window.untouched = true")


def change_discount(page: Page, board: str) -> None:
    """As people do: click, type, Enter."""
    page.goto(board)
    first_cell(page, "discount").click()
    page.keyboard.type("0.8")
    page.keyboard.press("Enter")


def first_cell(page: Page, key: str) -> Locator:
    """The cell under the column's header in the first item."""
    head = page.locator(f"th[data-key={key}]").first
    place = int(head.evaluate("element => element.cellIndex"))
    return page.locator("tr[data-item]").first.locator("td").nth(place)


def seen_without_reload(visit: Visit) -> None:
    page = visit.page
    expect(first_cell(page, "review")).to_contain_text("To check", timeout=15_000)
    expect(page.locator("#unread .badge").first).to_have_text("1", timeout=15_000)
    assert page.evaluate("window.untouched")
    first_cell(page, "review").scroll_into_view_if_needed()
    visit.shoot("5-effect-elsewhere")


def read_run_log(visit: Visit, board: str) -> None:
    page = visit.page
    page.goto("/notifications")
    expect(page.locator("main")).to_contain_text("check the discount")
    visit.shoot("6-notifications")
    page.goto(f"{board}/automations/1")
    expect(page.locator("#log")).to_contain_text("set Review to To check")
    visit.shoot("7-run-log")
