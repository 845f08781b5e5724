"""Every route × everybody who may knock, as `matrix.toml` says; whatever is refused, and whatever only reads, commits nothing."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from engine.db import sqlite_module
from tests.factories import Office, open_office
from tests.web.conftest import HOST, settings_for
from tests.web.matrix.furniture import CSV, Furnisher
from tests.web.matrix.people import WHO, Credentials, all_credentials, hire, list_them
from tests.web.matrix.requests import BODIES, FILES, FORMS, OTHERS, QUERIES
from web.app import settle

MATRIX: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text("utf-8"))
SAFE = ("GET", "HEAD")
COMPUTES = {
    "POST /boards/{board_id}/automations/draft",
    "POST /boards/{board_id}/colors/{place}",
    "POST /boards/{board_id}/filters",
    "POST /boards/{board_id}/sums",
    "POST /api/v1/boards/{board_id}/aggregate",
}
"""Questions too long for an address."""
COUNTS = {"POST /login"}
"""Refused, and remembered: guesses are counted."""

STRANGE = frozenset(WHO) - {"admin", "owner", "seated", "missing"}
"""They do not see the other board."""


class Scene:
    """The furnished office, who is in it, and a way back to how it was."""

    def __init__(self, app: Litestar, office: Office, client: TestClient[Litestar]) -> None:
        self.app, self.client = app, client
        people = hire(office)
        carried = all_credentials(office, people, 0)
        furnisher = Furnisher(office, client, carried["owner"].api)
        common = furnisher.of_workspace()
        board, own = furnisher.furnish("Stock")
        list_them(office, board, people)
        _, theirs = furnisher.furnish("Secret")
        self.carried: dict[str, Credentials] = all_credentials(office, people, board.id)
        furnisher.send("DELETE", f"/members/{people['departed'].user_id}")
        upload = client.post(
            "/import",
            files={"file": ("a.csv", CSV)},
            headers=self.carried["owner"].at("/import"),
            follow_redirects=False,
        )
        common["file_id"] = upload.headers["location"].rpartition("/")[2].partition("?")[0]
        own, theirs = {**common, **own}, {**common, **theirs}
        self.places = dict.fromkeys(WHO, own)
        self.places["missing"] = {name: "999999" if value.isdigit() else value for name, value in own.items()}
        self.places["crossed"] = {**theirs, "board_id": own["board_id"], "secret_id": theirs["board_id"]}
        self.file = str(office.database.url.database)
        self.watch = sqlite_module.connect(self.file)
        self.kept = sqlite_module.connect(":memory:")
        self.watch.backup(self.kept)

    def version(self) -> int:
        """Another number as soon as anything has been committed."""
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def secret(self) -> list[Any]:
        """What is stored of the board that no more than its editors may see."""
        board = self.places["crossed"]["secret_id"]
        return [
            self.watch.execute(f"SELECT * FROM {table}").fetchall()
            for table in (f"board_{board}", f"events WHERE board_id = {board}")
        ]

    def restore(self) -> None:
        with sqlite_module.connect(self.file) as target:
            target.execute("PRAGMA synchronous=OFF")
            self.kept.backup(target)
        target.close()

    def ask(self, route: str, who: str, method: str | None = None) -> int:
        sent, _, template = route.partition(" ")
        places = self.places[who]
        swapped = {hole: places[other] for hole, other in OTHERS.get(route, {}).items()}
        path = template.format_map({**places, **swapped})
        query = QUERIES.get(route, "").format_map(places)
        headers = {"accept": "text/html", **self.carried[who].at(path)}
        self.client.cookies.clear()
        answer = self.client.request(
            method or sent, f"{path}?{query}", headers=headers, follow_redirects=False, **content(route, places)
        )
        return answer.status_code


def content(route: str, places: Mapping[str, str]) -> dict[str, Any]:
    if route in FILES:
        return {"files": {"file": ("a.csv", CSV)}}
    if route in FORMS:
        return {"data": {name: filled(value, places) for name, value in FORMS[route].items()}}
    return {"json": filled(BODIES[route], places)} if route in BODIES else {}


def filled(node: Any, places: Mapping[str, str]) -> Any:
    """The same with ids in its holes; what is nothing but a hole becomes a number."""
    if isinstance(node, dict):
        return {name: filled(inner, places) for name, inner in node.items()}
    if isinstance(node, list):
        return [filled(inner, places) for inner in node]
    if isinstance(node, str) and node[1:-1] in places:
        return int(places[node[1:-1]])
    if isinstance(node, str):
        for name, value in places.items():
            node = node.replace(f"{{{name}}}", value)
    return node


def routes(app: Litestar) -> Iterator[str]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield from (f"{method} {route.path_format}" for method in handler.http_methods - {"OPTIONS", "HEAD"})


@pytest.fixture(scope="module")
def scene(any_app: Litestar, tmp_path_factory: pytest.TempPathFactory, sqlite_office: bytes) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("matrix")
    (folder / "rouage.db").write_bytes(sqlite_office)
    office = open_office(f"sqlite:///{folder}/rouage.db")
    settle(any_app, settings_for(folder, office.database.url.render_as_string(hide_password=False)))
    any_app.state.stopping.set()
    with TestClient(any_app, base_url=HOST) as client:
        yield Scene(any_app, office, client)
    office.database.close()


def test_every_route_has_a_row_and_every_row_a_route(any_app: Litestar) -> None:
    assert sorted(routes(any_app)) == sorted(MATRIX)


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(scene: Scene, who: str) -> None:
    wrong = []
    for route, line in MATRIX.items():
        expected, before, secret = int(line.split()[WHO.index(who)]), scene.version(), scene.secret()
        status = scene.ask(route, who)
        changed = scene.version() != before
        if status != expected:
            wrong.append(f"{route}: {status}, not {expected}")
        if changed and (status >= 400 or route.startswith(SAFE) or route in COMPUTES) and route not in COUNTS:
            wrong.append(f"{route}: {status}, and something was committed")
        if who in STRANGE and scene.secret() != secret:
            wrong.append(f"{route}: {status}, and another board was changed")
        if changed:
            scene.restore()
        if route.startswith("GET") and (head := scene.ask(route, who, "HEAD")) != expected:
            wrong.append(f"{route}: {head} for HEAD, not {expected}")
        if scene.version() != before and not changed:
            wrong.append(f"{route}: something was committed for HEAD")
    assert wrong == []
