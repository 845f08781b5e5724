"""An office on a fresh database of each kind."""

import pytest

from tests.factories import Office, open_office


@pytest.fixture
def office(database_url: str) -> Office:
    return open_office(database_url)
