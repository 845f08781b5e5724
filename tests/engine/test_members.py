"""Accounts, logins and links on both databases; what the pages add is tested with the pages."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands.invitations import invite, use_invitation
from engine.commands.logins import FREE, LONGEST, TooSoon, begin_attempt, create_token, log_in, log_out
from engine.commands.members import create_user, first_workspace, remove_member
from engine.errors import EngineError, Forbidden, Invalid, NotFound
from engine.moment import now
from engine.permissions import Actor, Role
from engine.queries.members import actor_by_login, actor_by_token, has_owner, members
from tests.factories import Office


def test_a_login_is_its_user(office: Office) -> None:
    with office.write() as session:
        secret = log_in(session, office.bob.user_id)
    with office.read() as session:
        visitor = actor_by_login(session, secret)
    assert visitor is not None
    assert visitor.actor.login_id is not None
    assert (replace(visitor.actor, login_id=None), visitor.name) == (office.bob, "Bob Durand")


def test_a_new_login_ends_the_one_it_replaces(office: Office) -> None:
    with office.write() as session:
        old = log_in(session, office.bob.user_id)
        log_in(session, office.bob.user_id, replaces=old)
    with office.read() as session:
        assert actor_by_login(session, old) is None


def test_a_login_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.write() as session:
        secret = log_in(session, office.bob.user_id)
    monkeypatch.setattr("engine.queries.members.now", lambda: now() + timedelta(hours=12, seconds=1))
    with office.read() as session:
        assert actor_by_login(session, secret) is None


def test_logging_out_ends_it_at_once(office: Office) -> None:
    with office.write() as session:
        log_out(session, secret := log_in(session, office.bob.user_id))
    with office.read() as session:
        assert actor_by_login(session, secret) is None


def test_a_token_has_the_rights_of_its_user_today(office: Office) -> None:
    with office.write() as session:
        secret = create_token(session, office.bob, "Export")
        remove_member(session, office.alice, office.bob.user_id)
    with office.read() as session:
        assert actor_by_token(session, secret) is None


def test_waits_double_up_to_a_minute_and_are_no_lock(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    waits, moment = [], now()
    monkeypatch.setattr("engine.commands.logins.now", lambda: moment)
    for _ in range(FREE["account"] + 8):
        try:
            with office.write() as session:
                begin_attempt(session, "eve@example.com", "10.0.0.1")
        except TooSoon as refused:
            waits.append(refused.seconds)
            moment += timedelta(seconds=refused.seconds)
            with office.write() as session:
                begin_attempt(session, "eve@example.com", "10.0.0.1")
    assert waits == [1, 2, 4, 8, 16, 32, LONGEST, LONGEST]


def test_a_hundred_guesses_at_once_are_counted_one_by_one(office: Office) -> None:
    def guess(number: int) -> bool:
        try:
            with office.write() as session:
                begin_attempt(session, "eve@example.com", f"10.0.0.{number}")
        except TooSoon:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(guess, range(100)))
    assert looked_at <= FREE["account"] + 8


def test_a_link_is_used_once_even_by_two_at_the_same_time(office: Office) -> None:
    with office.write() as session:
        secret = invite(session, office.alice, Role.MEMBER)

    def use(number: int) -> Actor | None:
        try:
            with office.write() as session:
                person = {"email": f"person{number}@example.com", "name": "Person", "password_hash": "-"}
                return use_invitation(session, secret, **person, language="en")
        except NotFound:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = [actor for actor in pool.map(use, range(4)) if actor]
    assert len(made) == 1


def test_an_address_has_one_account_whatever_its_letters(office: Office) -> None:
    with office.write() as session, pytest.raises(Invalid) as refused:
        create_user(session, office.alice, " ALICE@Example.com", "Alice", password_hash="-")
    assert refused.value.field == "email"


@pytest.mark.parametrize("email", ["", "eve", "eve@", "@example.com", "eve @example.com", "eve@a@b.com"])
def test_what_is_no_address(office: Office, email: str) -> None:
    with office.write() as session, pytest.raises(Invalid):
        create_user(session, office.alice, email, "Eve", password_hash="-")


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_only_administrators_see_and_invite_people(office: Office, who: str) -> None:
    actor: Actor = getattr(office, who)
    with office.write() as session:
        with pytest.raises(Forbidden):
            invite(session, actor, Role.VIEWER)
        with pytest.raises(Forbidden):
            members(session, actor)


def test_a_workspace_lists_its_own_people_only(office: Office) -> None:
    with office.read() as session:
        assert [line.name for line in members(session, office.alice)] == ["Alice Martin", "Bob Durand", "Charlie Petit"]


def test_the_first_workspace_is_made_once(office: Office) -> None:
    with office.write() as session:
        assert first_workspace(session).id == first_workspace(session).id == office.alice.workspace_id
        assert has_owner(session)


def test_nobody_removes_the_last_owner(office: Office) -> None:
    with office.write() as session, pytest.raises(EngineError):
        remove_member(session, office.alice, office.alice.user_id)
