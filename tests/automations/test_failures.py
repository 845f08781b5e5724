"""A rule that fails: its effects are taken back, it is tried again, and it stops in the end, alone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from automations.clock import ATTEMPTS, FIRST_SECONDS, LONGEST_SECONDS, retry_in
from engine.commands.automations import enable_automation, pause_automation
from engine.commands.columns import hide_column, restore_column
from engine.models import Automation, Notification, Run
from engine.moment import now
from engine.queries.automations import automation as load_automation
from tests.automations.conftest import Shop

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
SET_NOTES = {"type": "set_columns", "values": {"notes": "done"}}
SET_SKU = {"type": "set_columns", "values": {"sku": "X1"}}


@pytest.fixture
def item_id(shop: Shop) -> int:
    return shop.item(quantity=1).id


def test_failing_rule_takes_all_its_effects_back(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, SET_SKU)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["failed"]
    assert shop.values(item_id)["notes"] is None


def test_failure_names_what_is_wrong_in_both_languages(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    shop.drain()
    reason = shop.runs(rule)[0].reason
    assert reason is not None
    assert "“sku”" in reason["en"]
    assert "«\u00a0sku\u00a0»" in reason["fr"] or "« sku »" in reason["fr"]


def test_other_rules_go_on(shop: Shop, item_id: int) -> None:
    broken, sound = shop.rule(QUANTITY_CHANGES, SET_SKU), shop.rule(QUANTITY_CHANGES, SET_NOTES)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    shop.change(item_id, quantity=3)
    shop.drain()
    assert shop.states(broken) == ["failed", "failed"]
    assert shop.states(sound) == ["done", "done"]


def test_failed_run_waits_then_succeeds_once_its_cause_is_gone(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    shop.drain()
    with shop.office.write() as session:
        shop.board = restore_column(session, shop.office.alice, shop.board, "sku")
    shop.drain()
    assert shop.states(rule) == ["failed"], "its time has not come"
    make_due(shop)
    shop.drain()
    [run] = shop.runs(rule)
    assert (run.state, run.attempts, run.next_at, shop.values(item_id)["sku"]) == ("done", 2, None, "X1")


def test_run_is_given_up_after_eight_attempts(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    for _ in range(ATTEMPTS + 2):
        shop.drain()
        make_due(shop)
    [run] = shop.runs(rule)
    assert (run.state, run.attempts, run.next_at) == ("failed", ATTEMPTS, None)
    assert reloaded(shop, rule).failures == 1


def test_rule_that_fails_ten_times_in_a_row_is_paused_and_its_owner_told(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU, by=shop.office.bob)
    hide(shop, "sku")
    kill_runs(shop, rule, 9)
    assert reloaded(shop, rule).enabled
    kill_runs(shop, rule, 1)
    paused = reloaded(shop, rule)
    assert (paused.enabled, paused.paused_reason, paused.failures) == (False, "failures", 10)
    with shop.office.read() as session:
        told = session.scalars(sa.select(Notification)).all()
    assert [(line.user_id, line.automation_id) for line in told] == [(shop.office.bob.user_id, rule.id)]


def test_success_ends_the_row_of_failures(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU)
    hide(shop, "sku")
    kill_runs(shop, rule, 3)
    with shop.office.write() as session:
        shop.board = restore_column(session, shop.office.alice, shop.board, "sku")
    shop.change(item_id, quantity=7)
    shop.drain()
    assert reloaded(shop, rule).failures == 0


def test_pausing_cancels_what_waits(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_SKU)
    hide(shop, "sku")
    shop.change(item_id, quantity=2)
    shop.drain()
    with shop.office.write() as session:
        pause_automation(session, shop.office.alice, shop.board, rule.id)
    assert [(run.state, run.next_at) for run in shop.runs(rule)] == [("cancelled", None)]


def test_what_happens_during_a_pause_is_not_made_up_for(shop: Shop, item_id: int) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES)
    with shop.office.write() as session:
        pause_automation(session, shop.office.alice, shop.board, rule.id)
    shop.change(item_id, quantity=2)
    with shop.office.write() as session:
        enable_automation(session, shop.office.alice, shop.board, rule.id)
    shop.drain()
    assert shop.states(rule) == []
    shop.change(item_id, quantity=3)
    shop.drain()
    assert shop.states(rule) == ["done"]


def test_waits_grow_with_full_jitter_up_to_a_quarter_of_an_hour() -> None:
    for attempts in range(1, ATTEMPTS):
        waits = [retry_in(attempts) for _ in range(200)]
        limit = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** (attempts - 1))
        assert all(wait is not None and 0 <= wait <= limit for wait in waits)
        assert max(wait or 0 for wait in waits) > limit / 2
    assert retry_in(ATTEMPTS) is None


def hide(shop: Shop, key: str) -> None:
    with shop.office.write() as session:
        shop.board = hide_column(session, shop.office.alice, shop.board, key)


def make_due(shop: Shop) -> None:
    with shop.office.write() as session:
        session.execute(sa.update(Run).where(Run.next_at.is_not(None)).values(next_at=now() - timedelta(seconds=1)))


def kill_runs(shop: Shop, rule: Automation, count: int) -> None:
    """Let new runs fail until they are given up."""
    for _ in range(count):
        item = shop.item(quantity=1)
        shop.change(item.id, quantity=2)
        shop.drain()
        with shop.office.write() as session:
            waiting = sa.and_(Run.automation_id == rule.id, Run.next_at.is_not(None))
            session.execute(sa.update(Run).where(waiting).values(attempts=ATTEMPTS - 1))
        make_due(shop)
        shop.drain()


def reloaded(shop: Shop, rule: Automation) -> Automation:
    with shop.office.read() as session:
        return load_automation(session, shop.board, rule.id)
