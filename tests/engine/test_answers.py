"""Answers kept for repeated requests, and preconditions on versions."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.commands.answers import KEPT_FOR, Answer, claim_answer, forget_answers, keep_answer
from engine.commands.items import change_item
from engine.commands.versions import Stale, check_version
from engine.errors import Forbidden, Invalid
from engine.models import IdempotencyKey
from engine.moment import now
from tests.factories import Office

FIRST = Answer(201, '{"id": 1}')


def done(office: Office, scope: str = "token:1", key: str = "k", request_hash: str = "a") -> Answer | None:
    """Claim, and keep FIRST where there was nothing."""
    with office.write() as session:
        found = claim_answer(session, scope, key, request_hash)
        if found is None:
            keep_answer(session, scope, key, FIRST)
        return found


def grow_old(office: Office) -> None:
    with office.write() as session:
        session.execute(sa.update(IdempotencyKey).values(created_at=now() - KEPT_FOR - timedelta(seconds=1)))


def test_a_key_is_free_once(office: Office) -> None:
    assert done(office) is None
    assert done(office) == FIRST


def test_keys_of_other_scopes_do_not_meet(office: Office) -> None:
    done(office)
    assert done(office, scope="token:2") is None
    assert done(office, key="l") is None


def test_another_request_under_the_key_is_refused(office: Office) -> None:
    done(office)
    with pytest.raises(Invalid, match="used already"):
        done(office, request_hash="b")


def test_what_was_rolled_back_is_not_kept(office: Office) -> None:
    with pytest.raises(RuntimeError), office.write() as session:
        claim_answer(session, "token:1", "k", "a")
        raise RuntimeError
    assert done(office) is None


def test_a_key_is_free_again_after_a_day(office: Office) -> None:
    done(office)
    grow_old(office)
    assert done(office, request_hash="b") is None
    assert done(office, request_hash="b") == FIRST


def test_old_answers_are_forgotten_and_new_ones_stay(office: Office) -> None:
    done(office)
    grow_old(office)
    done(office, key="new")
    with office.write() as session:
        forget_answers(session)
        assert session.scalars(sa.select(IdempotencyKey.key)).all() == ["new"]


def test_the_version_that_was_read_passes(office: Office) -> None:
    board = office.stock()
    item = office.item(board)
    with office.write() as session:
        check_version(session, office.bob, board, item.id, {1}, {"quantity": 2})


def test_another_version_is_refused_with_both_values(office: Office) -> None:
    board = office.stock()
    item = office.item(board, quantity=1)
    with office.write() as session:
        change_item(session, office.alice, board, item.id, {"quantity": 2})
    with pytest.raises(Stale) as refusal, office.write() as session:
        check_version(session, office.bob, board, item.id, {1}, {"sku": None, "quantity": 3})
    assert refusal.value.field == "quantity"
    assert refusal.value.details() == {
        "yours": 3,
        "theirs": 2,
        "version": 2,
        "conflicts": [{"field": "quantity", "yours": 3, "theirs": 2}],
    }


def test_whoever_may_not_change_is_not_told(office: Office) -> None:
    board = office.stock()
    item = office.item(board)
    with pytest.raises(Forbidden), office.write() as session:
        check_version(session, office.charlie, board, item.id, {7}, {"quantity": 3})
