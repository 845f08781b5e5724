"""API tokens: shown once, stored hashed, dead when revoked."""

import re
from collections.abc import Callable

from engine.commands.logins import create_token
from engine.permissions import Actor
from engine.queries.members import actor_by_token
from tests.factories import Office
from tests.web.conftest import Client


def test_a_token_is_shown_once(alice: Client, office: Office) -> None:
    shown = alice.post("/tokens", data={"title": "Export"}).text
    secret = re.search(r"rouage_[\w-]{43}", shown)
    assert secret is not None
    assert secret[0] not in alice.get("/tokens").text
    with office.read() as session:
        found = actor_by_token(session, secret[0])
    assert found is not None
    assert found.user_id == office.alice.user_id


def test_a_revoked_token_is_nobody(alice: Client, office: Office) -> None:
    with office.write() as session:
        secret = create_token(session, office.alice, "Export")
    assert alice.delete("/tokens/1").status_code == 200
    with office.read() as session:
        assert actor_by_token(session, secret) is None


def test_nobody_revokes_anothers(office: Office, sign_in: Callable[[Actor], Client]) -> None:
    with office.write() as session:
        secret = create_token(session, office.alice, "Export")
    assert sign_in(office.bob).delete("/tokens/1").status_code == 404
    with office.read() as session:
        assert actor_by_token(session, secret) is not None


def test_a_token_needs_a_purpose(alice: Client) -> None:
    answer = alice.post("/tokens", data={"title": ""}, headers={"accept": "application/json"})
    assert answer.json()["field"] == "title"
