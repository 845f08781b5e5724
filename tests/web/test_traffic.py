"""What a web process says of each answer: one line in the log without anybody's secret, and figures for Prometheus."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar

from engine.commands.logins import create_token
from engine.settings import Settings
from tests.factories import Office
from tests.web.conftest import HOST, in_a_loop
from web.app import settle
from web.logs import Json
from web.traffic import Watched

LOCAL = "http://127.0.0.1:8000"
TOKEN = "monitoring"
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.]+')
Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(app: Litestar) -> Ask:
    """One request as the server passes it on, from the address `client`."""

    def asked(method: str, path: str, client: str = "192.0.2.1", **given: str) -> httpx.Response:
        headers = {name.replace("_", "-"): value for name, value in given.items()}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(Watched(app), client=(client, 1))
            async with httpx.AsyncClient(transport=transport, base_url=HOST) as browser:
                return await browser.request(method, path, headers=headers)

        return in_a_loop(go())

    return asked


def test_a_request_leaves_one_line_without_what_it_said(
    ask: Ask, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rouage.request")
    board = office.stock()
    with office.write() as session:
        bearer = f"Bearer {create_token(session, office.alice, 'Tests')}"
    answer = ask("GET", f"/api/v1/boards/{board.id}/items?search=canary", authorization=bearer)
    ask("GET", "/canary?canary")
    ask("CANARY", "/login")
    assert answer.status_code == 200
    lines = [json.loads(Json().format(record)) for record in caplog.records if record.name == "rouage.request"]
    told = [(line["method"], line["route"], line["status"], line["user"]) for line in lines]
    assert told == [
        ("GET", "/api/v1/boards/{board_id}/items", 200, office.alice.user_id),
        ("GET", "none", 404, None),
        ("other", "none", 405, None),
    ]
    assert lines[0]["request"] == answer.headers["x-request-id"]
    assert lines[0]["ms"] > 0
    assert "canary" not in json.dumps(lines).lower()


def test_figures_count_each_answer_by_its_route(ask: Ask, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUAGE_METRICS_TOKEN", TOKEN)
    for path in ("/b/1", "/b/2", "/canary"):
        ask("GET", path)
    text = ask("GET", "/metrics", authorization=f"Bearer {TOKEN}").text
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in samples if not SAMPLE.fullmatch(line)] == []
    assert 'rouage_requests_total{route="/b/{board_id}",method="GET",status="303"} 2' in samples
    assert 'rouage_requests_total{route="none",method="GET",status="404"} 1' in samples
    assert 'rouage_request_seconds_bucket{route="/b/{board_id}",method="GET",le="+Inf"} 2' in samples
    assert {"rouage_database_up 1", "rouage_waiting_deliveries 0", "rouage_waiting_jobs 0"} <= set(samples)
    assert "canary" not in text


def test_a_database_that_is_away_is_told_of(ask: Ask, app: Litestar, settings: Settings) -> None:
    settle(app, replace(settings, database_url="sqlite:////nowhere/rouage.db", base_url=LOCAL))
    answer = ask("GET", "/metrics", client="127.0.0.1")
    assert answer.status_code == 200
    assert "rouage_database_up 0\n" in answer.text
    assert "rouage_waiting" not in answer.text


@pytest.mark.parametrize(
    ("client", "given", "changes", "status"),
    [
        ("127.0.0.1", {}, {"base_url": LOCAL}, 200),
        ("::1", {}, {"base_url": LOCAL}, 200),
        ("192.0.2.1", {}, {"base_url": LOCAL}, 404),
        ("127.0.0.1", {}, {}, 404),
        ("127.0.0.1", {}, {"base_url": LOCAL, "trusted_proxy": "127.0.0.1"}, 404),
        ("127.0.0.1", {"x_forwarded_for": "192.0.2.1"}, {"base_url": LOCAL}, 404),
        ("192.0.2.1", {"authorization": f"Bearer {TOKEN}"}, {}, 200),
        ("192.0.2.1", {"authorization": "Bearer guessed"}, {}, 404),
        ("192.0.2.1", {"authorization": "Bearer "}, {}, 404),
    ],
)
def test_figures_are_for_the_monitoring_system(
    ask: Ask,
    app: Litestar,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    client: str,
    given: dict[str, str],
    changes: dict[str, str],
    status: int,
) -> None:
    monkeypatch.setenv("ROUAGE_METRICS_TOKEN", TOKEN)
    settle(app, replace(settings, **changes))
    assert ask("GET", "/metrics", client=client, **given).status_code == status


def test_no_token_is_not_an_empty_one(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUAGE_METRICS_TOKEN", raising=False)
    assert ask("GET", "/metrics", authorization="Bearer ").status_code == 404
