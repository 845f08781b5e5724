"""One-time links make accounts, once."""

from collections.abc import Callable
from datetime import timedelta
from itertools import chain

import pytest

from engine.commands.invitations import invite, invite_owner
from engine.moment import now
from engine.permissions import Role
from engine.secret import digest
from engine.settings import Settings
from engine.stored import lines_of, snapshot, stored_tables
from tests.factories import Office
from tests.web.conftest import Client

PERSON = {"email": "fay@example.com", "name": "Fay", "password": "une bonne phrase"}


@pytest.fixture
def secret(office: Office) -> str:
    with office.write() as session:
        return invite(session, office.alice, Role.VIEWER)


def test_a_link_makes_an_account_and_logs_it_in(stranger: Client, secret: str) -> None:
    assert stranger.get(f"/welcome/{secret}").status_code == 200
    answer = stranger.post(f"/welcome/{secret}", data=PERSON)
    assert answer.url.path == "/"
    assert "Fay" in answer.text


def test_it_works_once(stranger: Client, open_client: Callable[[], Client], secret: str) -> None:
    stranger.post(f"/welcome/{secret}", data=PERSON)
    second = open_client().post(f"/welcome/{secret}", data={**PERSON, "email": "second@example.com"})
    assert second.status_code == 404
    assert "used already or has expired" in second.text


def test_it_ends(stranger: Client, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.queries.members.now", lambda: now() + timedelta(days=8))
    assert stranger.get(f"/welcome/{secret}").status_code == 404


def test_a_new_first_link_replaces_the_earlier_one(stranger: Client, office: Office) -> None:
    with office.write() as session:
        first, second = invite_owner(session, office.alice), invite_owner(session, office.alice)
    assert stranger.get(f"/welcome/{first}").status_code == 404
    assert stranger.get(f"/welcome/{second}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "password1"}, "password"),
        ({"password": "fay@example.com"}, "password"),
        ({"email": "nowhere"}, "email"),
        ({"email": "alice@example.com"}, "email"),
        ({"name": "   "}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_still_works(
    stranger: Client, secret: str, wrong: dict[str, str], field: str
) -> None:
    answer = stranger.post(f"/welcome/{secret}", data=PERSON | wrong, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert stranger.get(f"/welcome/{secret}").status_code == 200


def test_the_link_gives_the_role_it_promises(stranger: Client, secret: str) -> None:
    stranger.post(f"/welcome/{secret}", data=PERSON)
    assert stranger.get("/admin").status_code == 403
    assert "/boards/new" not in stranger.get("/").text


def test_only_hashes_are_stored(office: Office, settings: Settings, secret: str) -> None:
    with snapshot(office.database) as session:
        lines = [lines_of(session, table) for table in stored_tables(session)]
        stored = repr(list(chain.from_iterable(chain.from_iterable(lines)))).encode()
    stored += b"".join(path.read_bytes() for path in settings.data.iterdir() if path.is_file())
    assert digest(secret).encode() in stored
    assert secret.encode() not in stored
