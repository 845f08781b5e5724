"""Logging in: passwords, cookies that nobody can choose, and what slows a guesser down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from litestar.testing import TestClient

from engine.commands.logins import FREE
from engine.commands.members import create_user
from engine.moment import now
from engine.permissions import Actor
from engine.settings import Settings
from tests.factories import Office
from tests.web.conftest import HOST, Client
from web.app import create_app
from web.passwords import hash_password

PASSWORD = "une phrase correcte"


@pytest.fixture
def person(office: Office) -> Actor:
    with office.write() as session:
        return create_user(session, office.alice, "eve@example.com", "Eve", password_hash=hash_password(PASSWORD))


def log_in(client: Client, password: str = PASSWORD, **more: str) -> int:
    return client.post("/login", data={"email": "eve@example.com", "password": password, **more}).status_code


def test_a_right_password_opens_home(person: Actor, stranger: Client) -> None:
    answer = stranger.post("/login", data={"email": " Eve@Example.com ", "password": PASSWORD})
    assert answer.url.path == "/"
    assert "Eve" in answer.text


def test_a_wrong_password_says_so_in_the_readers_language(person: Actor, stranger: Client) -> None:
    answer = stranger.post(
        "/login", data={"email": "eve@example.com", "password": "faux"}, headers={"accept-language": "fr-FR,fr;q=0.9"}
    )
    assert answer.status_code == 422
    assert "L’adresse ou le mot de passe est incorrect" in answer.text


def test_an_unknown_address_is_answered_like_a_wrong_password(person: Actor, stranger: Client) -> None:
    known = stranger.post("/login", data={"email": "eve@example.com", "password": "no"})
    unknown = stranger.post("/login", data={"email": "nobody@example.com", "password": "no"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_a_chosen_cookie_is_never_adopted(person: Actor, stranger: Client) -> None:
    stranger.cookies.set("rouage", "chosen-by-an-attacker")
    assert stranger.get("/", follow_redirects=False).status_code == 303
    assert log_in(stranger) == 200
    assert stranger.cookies.jar is not None
    assert "chosen-by-an-attacker" not in [cookie.value for cookie in stranger.cookies.jar if cookie.domain]


def test_the_cookie_changes_at_login_and_the_old_one_is_dead(
    person: Actor, stranger: Client, open_client: Callable[[], Client]
) -> None:
    log_in(stranger)
    first = stranger.cookies["rouage"]
    log_in(stranger)
    assert stranger.cookies["rouage"] != first
    thief = open_client()
    thief.cookies.set("rouage", first)
    assert thief.get("/", follow_redirects=False).headers["location"] == "/login?next=/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(person: Actor, stranger: Client) -> None:
    answer = stranger.post("/login", data={"email": "eve@example.com", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_logging_out_ends_the_session_on_the_server(alice: Client, open_client: Callable[[], Client]) -> None:
    secret = alice.cookies["rouage"]
    assert alice.post("/logout").url.path == "/login"
    thief = open_client()
    thief.cookies.set("rouage", secret)
    assert thief.get("/", follow_redirects=False).status_code == 303


def test_too_many_wrong_passwords_have_to_wait(person: Actor, stranger: Client) -> None:
    answers = [log_in(stranger, "wrong") for _ in range(FREE["account"] + 1)]
    assert answers == [422] * FREE["account"] + [429]


def test_waiting_is_told_and_is_not_a_lock(person: Actor, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(FREE["account"] + 1):
        log_in(stranger, "wrong")
    refused = stranger.post("/login", data={"email": "eve@example.com", "password": PASSWORD})
    assert int(refused.headers["retry-after"]) <= 60
    monkeypatch.setattr("engine.commands.logins.now", lambda: now() + timedelta(seconds=61))
    assert log_in(stranger) == 200


def test_forged_forwarding_headers_do_not_give_new_attempts(person: Actor, stranger: Client) -> None:
    answers = [
        stranger.post(
            "/login",
            data={"email": f"person{number}@example.com", "password": "no"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        ).status_code
        for number in range(FREE["address"] + 1)
    ]
    assert answers[-1] == 429


def test_behind_our_own_proxy_its_last_word_counts(
    person: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = create_app(replace(settings, trusted_proxy="testclient"))
    counted: list[str] = []

    def count(_session: object, _email: str, address: str) -> list[int]:
        counted.append(address)
        return []

    monkeypatch.setattr("web.routes.login.begin_attempt", count)
    with TestClient(behind, base_url=HOST) as client:
        client.headers["origin"] = HOST
        client.headers["x-forwarded-for"] = "1.2.3.4, 10.9.8.7"
        log_in(client)
    assert counted == ["10.9.8.7"]


def test_over_https_the_cookie_is_bound_to_this_host(person: Actor, settings: Settings) -> None:
    secure = create_app(replace(settings, base_url="https://rouage.test"))
    with TestClient(secure, base_url="https://rouage.test") as client:
        client.headers["origin"] = "https://rouage.test"
        answer = client.post("/login", data={"email": "eve@example.com", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-rouage=")
    assert "; secure" in cookie.lower()
    assert "domain" not in cookie.lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
def test_login_leads_only_to_our_own_pages(person: Actor, stranger: Client, path: str) -> None:
    answer = stranger.post(
        "/login", data={"email": "eve@example.com", "password": PASSWORD, "next": path}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


def test_login_goes_on_to_the_page_that_was_asked_for(person: Actor, stranger: Client) -> None:
    asked = stranger.get("/tokens?x=1", follow_redirects=False).headers["location"]
    assert asked == "/login?next=/tokens%3Fx%3D1"
    answer = stranger.post(
        "/login", data={"email": "eve@example.com", "password": PASSWORD, "next": "/tokens?x=1"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/tokens?x=1"
