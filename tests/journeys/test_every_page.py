"""Every page that the route table has: nothing serious for axe, nothing wider than the window, nothing from elsewhere."""

from dataclasses import dataclass
from typing import Literal

import pytest
from litestar.routes import HTTPRoute
from playwright.sync_api import Browser, Page, Request

import automations.rules  # noqa: F401 - checks the rule that the place gets
from engine.columns import column_types
from engine.commands.automations import create_automation
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.queries.boards import board as load_board
from engine.queries.groups import groups
from engine.queries.views import views
from engine.text import Language
from tests.journeys.tables import DESKTOP, PHONE, Browsers, Desk, grave, picture
from tests.web.conftest import settings_for
from web.app import create_app
from web.policy import Policy

Look = tuple[tuple[int, int], Literal["light", "dark"], Language]
LOOKS: dict[str, Look] = {
    "desktop-light-en": (DESKTOP, "light", "en"),
    "desktop-dark-fr": (DESKTOP, "dark", "fr"),
    "phone-light-fr": (PHONE, "light", "fr"),
    "phone-dark-en": (PHONE, "dark", "en"),
}
ELSEWHERE = frozenset({"file_id", "job_id", "secret", "version_", "file"})
"""Holes that only a story can fill: the journeys of the import and of the first visit look at these pages."""


@dataclass(frozen=True)
class Place:
    """A board with a column of every type, and something in every hole of an address."""

    board_id: int
    holes: dict[str, str]


@pytest.fixture(scope="module")
def place(here: Desk) -> Place:
    """Filled from the registry: a new type is on the pages by being there."""
    with here.office.write() as session:
        board = create_board(session, here.office.alice, "Everything")
        values: dict[str, object] = {"name": "An item with a value of every type"}
        for kind in column_types.values():
            if not kind.creatable:
                continue
            example = kind.examples[0]
            board, key = add_column(session, here.office.alice, board, kind.name, kind.label.en, example.settings)
            if not kind.read_only:
                values[key] = example.value
        item = create_item(session, here.office.alice, board, values)
        group = groups(session, load_board(session, here.office.alice, board.id))[0]
    with here.office.write() as session:
        rule = {
            "trigger": {"type": "item_created"},
            "actions": [{"type": "set_columns", "values": {"name": "New"}}],
        }
        view = views(session, here.office.alice, board)[0]
        automation = create_automation(session, here.office.alice, board, rule)
    holes = {
        "board_id": str(board.id),
        "item_id": str(item.id),
        "group_id": str(group.id),
        "automation_id": str(automation.id),
        "key": "number",
        "name": "number",
        "place": "0",
        "view_id": str(view.id),
    }
    return Place(board.id, holes)


@pytest.fixture(scope="module")
def pages(place: Place, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Addresses of everything that may be asked for with GET; a hole that nobody knows how to fill is an error."""
    folder = tmp_path_factory.mktemp("routes")
    app = create_app(settings_for(folder, f"sqlite:///{folder}/routes.db"))
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/api/"):
            continue
        names = {part.name for part in route.path_components if not isinstance(part, str)}
        asked = any("GET" in one.http_methods and one.opt.get("policy") != Policy.TOKEN for one in route.route_handlers)
        if asked and not names & ELSEWHERE and not route.path.startswith(("/live", "/sw.js")):
            parts = [part if isinstance(part, str) else place.holes[part.name] for part in route.path_components]
            found.append("/" + "/".join(parts))
    return found


@pytest.mark.parametrize("name", LOOKS)
def test_every_page(name: str, browsers: Browsers, place: Place, pages: list[str]) -> None:
    size, theme, language = LOOKS[name]
    page = browsers.open(f"/b/{place.board_id}", size=size, theme=theme, language=language)
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.extend(foreign(request)))
    wrong, seen = [], 0
    for path in pages:
        if not page.request.get(path).text().lstrip().startswith("<!doctype html>"):
            continue
        seen += 1
        page.goto(path)
        page.wait_for_load_state("networkidle") if path == "/docs" else page.wait_for_load_state("load")
        picture(page, f"every-{name}-{path.strip('/').replace('/', '_') or 'home'}.png")
        wrong += [f"{path}: {problem}" for problem in problems(page, language)]
    assert not wrong, "\n".join(wrong)
    assert elsewhere == []
    assert seen >= 12


def problems(page: Page, language: Language) -> list[str]:
    told = [f"{one['id']}: {node['html'][:160]}" for one in grave(page) for node in one["nodes"][:3]]
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        told.append(f"{width} px wider than the window")
    if (spoken := page.locator("html").get_attribute("lang")) != language:
        told.append(f"speaks {spoken}")
    return told


def foreign(request: Request) -> list[str]:
    return [] if request.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else [request.url]


def test_the_first_board_costs_at_most_200_kilobytes(browser: Browser, here: Desk, place: Place) -> None:
    """Compressed, as it comes over the line to a browser that knows nothing of us yet."""
    context = browser.new_context(base_url=here.program.address, viewport={"width": 1440, "height": 860})
    secret = here.secret(here.office.alice, "en")
    context.add_cookies([{"name": "rouage", "value": secret, "url": here.program.address}])
    page, received = context.new_page(), []
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"/b/{place.board_id}")
    page.locator("tfoot").first.wait_for()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    context.close()
    assert sum(received) <= 200_000
