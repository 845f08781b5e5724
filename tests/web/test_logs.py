"""The log: one line for each message, whatever a stranger puts into it; a request's number, chosen by our proxy alone."""

import json
import logging
import sys
from dataclasses import replace

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from engine.settings import Settings
from tests.web.conftest import HOST
from web.app import settle
from web.logs import Json, Plain


@pytest.fixture
def record() -> logging.LogRecord:
    try:
        raise ValueError("two\nlines")  # noqa: TRY301 - to have a traceback
    except ValueError:
        return logging.LogRecord("rouage", logging.ERROR, "", 1, "%s", ("a\r\nERROR b\x1b[2J",), sys.exc_info())


def test_a_line_of_json_is_one_line(record: logging.LogRecord) -> None:
    (line,) = Json().format(record).splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("error", "rouage", "a\r\nERROR b\x1b[2J")
    assert "ValueError: two\nlines" in told["error"]


def test_a_message_cannot_begin_a_line_or_steer_a_terminal(record: logging.LogRecord) -> None:
    record.exc_info = None
    assert Plain().format(record).endswith("a\\x0d\\x0aERROR b\\x1b[2J")


@pytest.mark.parametrize(
    ("proxy", "given", "is_kept"),
    [
        ("testclient", "a-well.formed_1", True),
        ("testclient", "no: space", False),
        ("testclient", "x" * 65, False),
        (None, "a-well.formed_1", False),
    ],
)
def test_a_request_has_a_number(
    any_app: Litestar, settings: Settings, proxy: str | None, given: str, *, is_kept: bool
) -> None:
    settle(any_app, replace(settings, trusted_proxy=proxy))
    with TestClient(any_app, base_url=HOST) as client:
        number = client.get("/nowhere", headers={"x-request-id": given}).headers["x-request-id"]
    assert (number == given) is is_kept
    assert number
