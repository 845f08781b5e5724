"""One program for the journeys that only need a board of their own; a file that needs more has a `here` of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.tables import Browsers, Desk, desk


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tidied(here: Desk) -> None:
    """No page draws the boards of the journeys before: each would have to name more of them than the last."""
    here.tidy()


@pytest.fixture
def browsers(browser: Browser, here: Desk, tidied: None) -> Iterator[Browsers]:
    opened = Browsers(browser, here)
    yield opened
    opened.close()
