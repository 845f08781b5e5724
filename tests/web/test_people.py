"""Administration of people: roles that cannot be overstepped, access that ends at once."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine.commands.logins import FREE
from engine.commands.members import change_role
from engine.errors import EngineError
from engine.models import User
from engine.permissions import Actor, Role
from tests.factories import Office
from tests.web.conftest import Client
from web.passwords import hash_password


@pytest.fixture
def admin(office: Office) -> Actor:
    with office.write() as session:
        change_role(session, office.alice, office.bob.user_id, Role.ADMIN)
    return Actor(workspace_id=office.bob.workspace_id, user_id=office.bob.user_id, role=Role.ADMIN)


def test_an_invitation_shows_its_link_once(alice: Client, stranger: Client) -> None:
    shown = alice.post("/admin/invitations", data={"role": "member"}).text
    found = re.search(r"/welcome/[\w-]{43}", shown)
    assert found is not None
    assert stranger.get(found[0]).status_code == 200
    assert found[0] not in alice.get("/admin").text


def test_a_withdrawn_invitation_is_dead(alice: Client, stranger: Client) -> None:
    found = re.search(r"/welcome/[\w-]{43}", alice.post("/admin/invitations", data={"role": "member"}).text)
    assert found is not None
    alice.delete("/admin/invitations/1")
    assert stranger.get(found[0]).status_code == 404


def test_a_role_counts_from_the_next_request(alice: Client, office: Office, sign_in: Callable[[Actor], Client]) -> None:
    charlie = sign_in(office.charlie)
    assert charlie.get("/boards/new").status_code == 403
    alice.patch(f"/admin/members/{office.charlie.user_id}", data={"role": "member"})
    assert charlie.get("/boards/new").status_code == 200


def test_ended_access_ends_logins_and_tokens(alice: Client, office: Office, sign_in: Callable[[Actor], Client]) -> None:
    bob = sign_in(office.bob)
    alice.delete(f"/admin/members/{office.bob.user_id}")
    assert bob.get("/", follow_redirects=False).status_code == 303


def test_administrators_do_not_make_owners(office: Office, admin: Actor, sign_in: Callable[[Actor], Client]) -> None:
    client = sign_in(admin)
    assert client.post("/admin/invitations", data={"role": "owner"}).status_code == 403
    assert client.patch(f"/admin/members/{office.charlie.user_id}", data={"role": "owner"}).status_code == 403
    assert client.delete(f"/admin/members/{office.alice.user_id}").status_code == 403


def test_the_last_owner_stays(alice: Client, office: Office) -> None:
    answer = alice.patch(f"/admin/members/{office.alice.user_id}", data={"role": "member"})
    assert answer.status_code == 422
    assert "last owner" in answer.text


def test_people_of_another_workspace_are_out_of_reach(office: Office) -> None:
    with office.write() as session, pytest.raises(EngineError):
        change_role(session, office.alice, office.dora.user_id, Role.VIEWER)


def test_a_password_change_ends_every_other_login(
    alice: Client, office: Office, sign_in: Callable[[Actor], Client], stranger: Client
) -> None:
    first = {"email": "gil@example.com", "name": "Gil", "password": "une bonne phrase"}
    found = re.search(r"/welcome/[\w-]{43}", alice.post("/admin/invitations", data={"role": "member"}).text)
    assert found is not None
    stranger.post(found[0], data=first)
    elsewhere = stranger.cookies["rouage"]
    token = re.search(r'data-csrf="([^"]+)"', stranger.get("/me").text)
    assert token is not None
    changed = {"present": first["password"], "password": "une autre phrase", "csrf_token": token[1]}
    assert stranger.post("/me/password", data=changed).url.path == "/me"
    assert stranger.cookies["rouage"] != elsewhere
    stranger.cookies.clear()
    stranger.cookies.set("rouage", elsewhere)
    assert stranger.get("/", follow_redirects=False).status_code == 303


def test_an_account_without_a_password_has_no_right_one(office: Office, alice: Client) -> None:
    """What is stored for it is no hash of anything."""
    guess = {"present": "-", "password": "une autre phrase"}
    assert alice.post("/me/password", data=guess).status_code == 422
    assert alice.post("/login", data={"email": "alice@example.com", "password": "-"}).status_code == 422


def test_guessing_the_password_of_an_open_session_has_to_wait(office: Office, alice: Client) -> None:
    with office.write() as session:
        session.execute(sa.update(User).values(password_hash=hash_password("une bonne phrase")))
    guess = {"present": "a guess", "password": "une autre phrase"}
    answers = [alice.post("/me/password", data=guess).status_code for _ in range(FREE["account"] + 1)]
    assert answers == [422] * FREE["account"] + [429]
