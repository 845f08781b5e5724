"""The documentation: complete, true to its own standard, and shown without help from other hosts."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from litestar import Litestar
from playwright.sync_api import Browser

from engine.text import LANGUAGES, Language
from tests.rouage import running
from tests.web.api.conftest import page
from tests.web.conftest import Client
from web.api.openapi import document

BARE = {
    "boards_restore",
    "columns_restore",
    "groups_restore",
    "imports_reverse",
    "items_restore",
    "members_resend",
    "members_restore",
    "sharing_resend",
    "steps_redo",
}
"""The address says it all."""


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(inner)


def test_every_route_of_the_api_is_documented(app: Litestar) -> None:
    routes = {
        (re.sub(r":\w+", "", route.path.removeprefix("/api/v1")), method.lower())
        for route in app.routes
        if route.path.startswith("/api/v1/")
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    assert routes == {(path, verb) for path, operations in page()["paths"].items() for verb in operations}


def test_every_operation_says_what_it_does_takes_and_answers() -> None:
    for path, operations in page()["paths"].items():
        for verb, operation in operations.items():
            assert operation["summary"], path
            assert {status for status in operation["responses"] if status.startswith("2")}, path
            assert {status for status in operation["responses"] if status.startswith("4")}, path
            named = {parameter["name"] for parameter in operation["parameters"] if parameter.get("in") == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))
            assert ("requestBody" in operation) == (verb in ("post", "patch") and operation["operationId"] not in BARE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_leads_somewhere(language: Language) -> None:
    whole = msgspec.json.decode(document(language))
    for node in walk(whole):
        if "$ref" in node:
            place: Any = whole
            for step in node["$ref"].removeprefix("#/").split("/"):
                place = place[step]
    assert "x-labels" not in document(language).decode()


def test_the_schemas_are_schemas() -> None:
    for schema in page()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operations in page()["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids))


def test_both_languages_are_served(stranger: Client) -> None:
    english = stranger.get("/docs/openapi.json", headers={"accept-language": "en"}).json()
    french = stranger.get("/docs/openapi.json", headers={"accept-language": "fr"}).json()
    assert english["paths"]["/boards"]["get"]["summary"] == "List the boards"
    assert french["paths"]["/boards"]["get"]["summary"] == "Lister les tableaux"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole program, for a browser."""
    with running(tmp_path_factory.mktemp("data")) as started:
        yield started.address


@pytest.mark.parametrize(("locale", "summary"), [("en-GB", "List the boards"), ("fr-FR", "Lister les tableaux")])
def test_the_page_shows_the_api_with_our_own_files(browser: Browser, address: str, locale: str, summary: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    with browser.new_context(locale=locale) as context:
        shown = context.new_page()
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
        shown.goto(f"{address}/docs")
        shown.get_by_text(summary, exact=True).first.wait_for()
        shown.get_by_text(summary, exact=True).first.click()
        shown.get_by_text("200", exact=True).first.wait_for()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert told == []
