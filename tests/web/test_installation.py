"""Rouage can be installed, and says so when the server is away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.rouage import running
from tests.web.conftest import Client


def test_the_manifest_names_the_app_in_the_readers_language(stranger: Client) -> None:
    for spoken, words in [("en", "an office builds"), ("fr", "le bureau construit")]:
        answer = stranger.get("/manifest.webmanifest", headers={"accept-language": spoken})
        assert answer.headers["content-type"].startswith("application/manifest+json")
        about = answer.json()
        assert words in about["description"]
        for icon in about["icons"]:
            assert stranger.get(icon["src"]).headers["content-type"].startswith("image/svg")


@pytest.fixture
def visited(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a program that ends while the page is open."""
    context = browser.new_context()
    page = context.new_page()
    with running(tmp_path_factory.mktemp("data")) as program:
        page.goto(f"{program.address}/login")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("() => caches.match('/offline').then(Boolean)")
    yield page
    context.close()


def test_a_page_that_cannot_be_reached_says_so(visited: Page) -> None:
    visited.reload()
    expect(visited.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    expect(visited.get_by_role("button", name="Try now")).to_be_visible()
