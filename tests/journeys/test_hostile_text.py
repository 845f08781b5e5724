"""Every text that people may write holds what a page must not take for its own: it is shown as it was written."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from litestar.routes import HTTPRoute
from playwright.sync_api import Page, expect

import automations.rules  # noqa: F401 - checks the rule that the place gets
from engine.commands.automations import create_automation
from engine.commands.boards import create_board, rename_board
from engine.commands.columns import add_column, hide_column
from engine.commands.groups import create_group, delete_group
from engine.commands.items import change_item, create_item
from engine.commands.logins import create_token
from engine.commands.placing import delete_items
from engine.commands.updates import write_update
from engine.commands.views import create_view
from engine.models import User
from engine.queries.groups import groups
from tests.journeys.tables import Browsers, Desk, desk
from tests.journeys.test_every_page import ELSEWHERE
from tests.web.conftest import settings_for
from web.app import create_app
from web.policy import Policy

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"
TAKEN_FOR_MARKUP = """() => [
  ...[...document.querySelectorAll('img[src="x"], [onerror], iframe')].map((one) => one.outerHTML),
  ...[...document.scripts].filter((one) => one.textContent.includes("alert(")).map((one) => one.outerHTML),
  ...[...document.querySelectorAll("[href], [src], [action]")]
    .filter((one) => /^\\s*javascript:/i.test(one.getAttribute("href") ?? one.getAttribute("src") ?? one.action))
    .map((one) => one.outerHTML),
]"""
SHOWN = """() => [
  document.documentElement.textContent,
  ...[...document.querySelectorAll("input, textarea")].map((one) => one.value),
  ...[...document.querySelectorAll("*")].flatMap((one) => [...one.attributes].map((at) => at.value)),
].join("\\n")"""


def hostile(what: str) -> str:
    return f"{HOSTILE} {what}"


@dataclass
class Office:
    """Where the texts are, and what they are called."""

    holes: dict[str, str]
    marks: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def place(here: Desk) -> Office:
    alice, marks = here.office.alice, set[str]()

    def text(what: str) -> str:
        marks.add(hostile(what))
        return hostile(what)

    def option(key: str) -> dict[str, Any]:
        return {"key": key, "labels": {"en": text(f"option of {key}")}, "color": "green"}

    with here.office.write() as session:
        session.execute(sa.update(User).where(User.id == here.office.bob.user_id).values(name=text("Bob")))
        create_token(session, alice, text("token"))
        board = create_board(session, alice, "Board", groups=[text("group")])
        cells: dict[str, object] = {"name": text("item"), "notes": text("cell"), "said": text("long\nline")}
        marks.discard(hostile("long\nline"))
        for kind, title, settings in (
            ("text", "Notes", {}),
            ("long_text", "Said", {}),
            ("number", "Count", {"unit": "kg"}),
            ("people", "Who", {}),
            ("url", "Link", {}),
            ("status", "State", {"options": [option("state")]}),
            ("tags", "Tags", {"options": [option("tag")]}),
            ("drop", "Choice", {"options": [option("choice")]}),
            ("text", text("column"), {}),
        ):
            board, _ = add_column(session, alice, board, kind, title, settings)
        item = create_item(session, alice, board, cells)
        linked = {"link": f"https://example.com {text('link')}", "who": [here.office.bob.user_id], "count": 2}
        change_item(session, alice, board, item.id, {**linked, "state": "state", "tags": ["tag"], "choice": "choice"})
        change_item(session, alice, board, item.id, {"notes": text("second cell")})
        write_update(session, here.office.bob, board, item.id, f"<div>{escape(text('update'))}</div>")
        write_update(session, alice, board, item.id, f"{HOSTILE}<a href='javascript:alert(3)'>x</a>")
        mention = f'<span data-mention="{alice.user_id}"></span>'
        write_update(session, here.office.bob, board, item.id, f"{mention} {escape(text('mention'))}")
        tree = {"column": "notes", "op": "contains", "value": text("condition")}
        view = create_view(session, alice, board, "table", text("view"), {"filter": tree}, description=text("about"))
        told = {"type": "notify", "people": {"users": [here.office.bob.user_id]}, "message": text("message")}
        rule = {"trigger": {"type": "item_created"}, "condition": tree, "actions": [told]}
        automation = create_automation(session, alice, board, rule)
        gone = create_item(session, alice, board, {"name": text("deleted item")})
        delete_items(session, alice, board, [gone.id])
        board, lost = add_column(session, alice, board, "text", text("deleted column"), {})
        hide_column(session, alice, board, lost)
        delete_group(session, alice, board, create_group(session, alice, board, text("deleted group")).id)
        rename_board(session, alice, board, text("board"))
        group = groups(session, board)[0].id
    holes = {
        "board_id": str(board.id),
        "item_id": str(item.id),
        "group_id": str(group),
        "automation_id": str(automation.id),
        "view_id": str(view.id),
        "key": "notes",
        "name": "text",
        "place": "0",
    }
    return Office(holes, marks)


def addresses(place: Office, folder: Path) -> Iterator[str]:
    """Of every page and every part of one, and of pages that are asked for with such a text."""
    app = create_app(settings_for(folder, f"sqlite:///{folder}/routes.db"))
    home = f"/b/{place.holes['board_id']}"
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(("/api/", "/live", "/sw.js", "/docs")):
            continue
        names = {part.name for part in route.path_components if not isinstance(part, str)}
        asked = any("GET" in one.http_methods and one.opt.get("policy") != Policy.TOKEN for one in route.route_handlers)
        if asked and not names & ELSEWHERE and not route.path.endswith("/export"):
            query = urlencode({"ids": place.holes["item_id"], "do": "delete", "section": f"g{place.holes['group_id']}"})
            parts = [part if isinstance(part, str) else place.holes[part.name] for part in route.path_components]
            yield f"/{'/'.join(parts)}?{query}"
    yield f"{home}?view={place.holes['view_id']}"
    yield f"/boards/{place.holes['board_id']}/column-types/status"
    yield f"/boards/{place.holes['board_id']}/columns/state/settings"
    for name in ("q", "filter", "sort", "group", "hide", "view", "sums", "colors", "at", "language"):
        yield f"{home}?{urlencode({name: HOSTILE})}"
    for column in ("notes", "state", "who", HOSTILE):
        yield f"{home}?{urlencode({'filter': dumps({'column': column, 'op': 'is', 'value': HOSTILE})})}"
    yield f"{home}?group=state"
    yield f"{home}?group=notes"
    for path in ("/login?next=", "/palette?q=", "/welcome/", f"{home}/trash?q=", "/nowhere/"):
        yield path + urlencode({"": HOSTILE})[1:]
    yield "/palette?q=img"


def wrong(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TAKEN_FOR_MARKUP)
    return found


def test_every_page_shows_it_and_nothing_more(here: Desk, browsers: Browsers, place: Office, tmp_path: Path) -> None:
    page = browsers.open(f"/b/{place.holes['board_id']}")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    markup, unseen = [], set(place.marks)
    for path in addresses(place, tmp_path):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        shown: str = page.evaluate(SHOWN)
        unseen = {mark for mark in unseen if mark not in shown}
        markup += [f"{path}: {one}" for one in wrong(page)]
        assert "&lt;img" not in page.locator("html").inner_text(), path
    assert markup == []
    assert unseen == set()
    assert dialogs == []


def test_what_scripts_draw_shows_it_too(browsers: Browsers, here: Desk, place: Office, tmp_path: Path) -> None:
    page = browsers.open(f"/b/{place.holes['board_id']}")
    page.keyboard.press("Control+k")
    page.keyboard.type("img")
    expect(page.get_by_role("option", name=hostile("item"))).to_be_visible()
    assert wrong(page) == []
    page.keyboard.press("Escape")
    file = tmp_path / "file.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([["Name", hostile("title")], ["Pen", hostile("line")]])
    page.goto(f"/b/{place.holes['board_id']}/import")
    given = {"name": f"{HOSTILE.replace('/', '')}.csv", "mimeType": "text/csv", "buffer": file.read_bytes()}
    page.locator("input[type=file]").set_input_files(given)  # type: ignore[arg-type]
    expect(page.get_by_text(hostile("line")).first).to_be_visible()
    assert wrong(page) == []
