"""A refusal in the form that the client can show, and nothing typed lost."""

import json
import logging

import pytest

from tests.web.conftest import Client
from web.routes import home

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


def test_htmx_gets_the_sentence_as_an_event_and_keeps_its_target(alice: Client) -> None:
    answer = alice.post("/boards", data={"title": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.headers["hx-reswap"] == "none"
    problem = json.loads(answer.headers["hx-trigger"])["problem"]
    assert (problem["field"], problem["status"]) == ("title", 422)
    assert problem["detail"] == "Give the board a name of at most 120 characters."


def test_a_browser_gets_a_page_in_its_language(stranger: Client) -> None:
    answer = stranger.get("/nowhere", headers={"accept": "text/html", "accept-language": "fr"})
    assert answer.status_code == 404
    assert "<h1>Introuvable</h1>" in answer.text


def test_a_program_gets_a_problem(stranger: Client) -> None:
    answer = stranger.get("/api/v1/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_script_of_ours_gets_a_problem(alice: Client) -> None:
    answer = alice.post("/boards", data={"title": ""}, headers={"accept": "application/json"})
    assert answer.json()["field"] == "title"


def test_a_session_that_ended_loses_nothing(alice: Client) -> None:
    alice.post("/logout")
    alice.cookies.clear()
    answer = alice.post("/boards", data={"title": "Half typed"}, headers=HTMX)
    assert answer.status_code == 401
    assert answer.headers["hx-reswap"] == "none"
    assert "log in in another tab" in answer.text.lower()


def test_a_crash_has_a_number_in_the_page_and_in_the_log(
    alice: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(home, "render", lambda *_: 1 / 0)
    with caplog.at_level(logging.ERROR):
        answer = alice.get("/")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["x-request-id"] in caplog.text
    assert "ZeroDivisionError" not in answer.text
