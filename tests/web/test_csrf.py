"""Requests that another site makes a browser send change nothing."""

from collections.abc import Callable

import pytest
from litestar import Litestar

from engine.permissions import Actor
from tests.factories import Office
from tests.web.conftest import HOST, Client, http_handlers
from web.policy import Policy

BOARD = {"title": "Planted"}


def boards(client: Client) -> str:
    return client.get("/").text


def test_our_own_page_may(alice: Client) -> None:
    alice.post("/boards", data=BOARD, follow_redirects=False)
    assert "Planted" in boards(alice)


def test_a_plain_form_sends_the_token_in_a_field(alice: Client) -> None:
    token = alice.headers.pop("x-csrf-token")
    assert alice.post("/boards", data={**BOARD, "csrf_token": token}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("token", ["", "guessed", None])
def test_without_the_logins_own_token_nothing_happens(alice: Client, token: str | None) -> None:
    del alice.headers["x-csrf-token"]
    headers = {} if token is None else {"x-csrf-token": token}
    assert alice.post("/boards", data=BOARD, headers=headers).status_code == 403
    assert "Planted" not in boards(alice)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"{HOST}.evil.example"},
        {"origin": "", "sec-fetch-site": "cross-site"},
        {"origin": "", "sec-fetch-site": "same-site"},
        {"origin": ""},
    ],
)
def test_from_another_origin_nothing_happens(alice: Client, headers: dict[str, str]) -> None:
    assert alice.post("/boards", data=BOARD, headers=headers).status_code == 403
    assert "Planted" not in boards(alice)


def test_another_logins_token_does_not_help(office: Office, alice: Client, sign_in: Callable[[Actor], Client]) -> None:
    other = sign_in(office.bob)
    assert alice.post("/boards", data=BOARD, headers={"x-csrf-token": other.headers["x-csrf-token"]}).status_code == 403


def test_logging_somebody_in_from_another_site_is_refused(stranger: Client) -> None:
    answer = stranger.post(
        "/login", data={"email": "a@example.com", "password": "x"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_every_unsafe_page_route_refuses_a_foreign_origin(alice: Client, app: Litestar) -> None:
    asked = 0
    for path, handler in http_handlers(app):
        for method in handler.http_methods - {"GET", "HEAD"}:
            if handler.opt["policy"] is not Policy.TOKEN:
                answer = alice.request(method, path, headers={"origin": "https://evil.example"})
                assert answer.status_code == 403, f"{method} {path}"
                asked += 1
    assert asked > 10
