"""One program for the journeys that only need a board of their own; a file that needs more has a `here` of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.tables import Browsers, Desk, desk


@pytest.fixture(scope="session")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def here(shared_desk: Desk) -> Desk:
    """Without the boards of the files before, all of which its pages would have to name."""
    shared_desk.tidy()
    return shared_desk


@pytest.fixture
def browsers(browser: Browser, here: Desk) -> Iterator[Browsers]:
    opened = Browsers(browser, here)
    yield opened
    opened.close()
