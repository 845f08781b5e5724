"""Rules cannot run away, and act with their owner's rights at publication and now."""

import sqlalchemy as sa

from automations.outcome import Limits
from automations.runner import drain
from engine.commands.automations import create_automation
from engine.commands.members import change_role, remove_member
from engine.models import Notification, Run
from engine.permissions import Role
from engine.queries.runs import board_seq
from tests.automations.conftest import Shop
from tests.automations.test_failures import make_due

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
LEVEL_CHANGES = {"type": "column_changes", "columns": ["reorder_level"]}
STEP_QUANTITY = {"type": "set_columns", "values": {"quantity": {"increment": 1}}}
STEP_LEVEL = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}
SET_NOTES = {"type": "set_columns", "values": {"notes": "done"}}


def test_rule_that_sets_itself_off_acts_once(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_QUANTITY)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["done", "blocked"]
    assert shop.values(item.id)["quantity"] == 3
    assert shop.runs(rule)[1].reason["code"] == "circle"


def test_two_rules_that_set_each_other_off_act_once_each(shop: Shop) -> None:
    one, other = shop.rule(QUANTITY_CHANGES, STEP_LEVEL), shop.rule(LEVEL_CHANGES, STEP_QUANTITY)
    item = shop.item(quantity=1, reorder_level=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert (shop.states(one), shop.states(other)) == (["done", "blocked"], ["done"])


def test_rule_may_act_again_when_a_person_sets_it_off(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=1, reorder_level=0)
    shop.change(item.id, quantity=2)
    shop.change(item.id, quantity=3)
    shop.drain()
    assert shop.states(rule) == ["done", "done"]


def test_chain_over_ever_new_items_ends_at_its_depth(shop: Shop) -> None:
    rule = shop.rule(
        {"type": "item_created"}, {"type": "create_item", "board": shop.board.id, "values": {"name": "Next"}}
    )
    shop.item()
    shop.drain(Limits(depth=4))
    assert shop.states(rule) == ["done"] * 4 + ["blocked"]
    assert shop.runs(rule)[-1].reason["code"] == "depth"


def test_two_boards_that_feed_each_other_end(shop: Shop) -> None:
    office, here = shop.office, shop.board
    there = office.stock()
    with office.write() as session:
        for board, other in ((here, there), (there, here)):
            action = {"type": "create_item", "board": other.id, "values": {"name": "Ping"}}
            create_automation(session, office.alice, board, {"trigger": {"type": "item_created"}, "actions": [action]})
    shop.item()
    for _ in range(12):
        drain(office.database, here.id)
        drain(office.database, there.id)
    with office.read() as session:
        states = session.scalars(sa.select(Run.state).order_by(Run.id)).all()
        assert board_seq(session, here.id) + board_seq(session, there.id) < 60
    assert states == ["done"] * 10 + ["blocked"]


def test_runs_above_the_rate_are_delayed_not_dropped(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    for quantity in range(1, 6):
        shop.change(item.id, quantity=quantity)
    limits = Limits(runs_per_minute=3)
    shop.drain(limits)
    delayed = [run for run in shop.runs(rule) if run.state == "delayed"]
    assert len(delayed) == 2
    assert all(run.next_at is not None for run in delayed)
    assert shop.values(item.id)["reorder_level"] == 3
    make_due(shop)
    shop.drain(limits)
    assert shop.states(rule) == ["done"] * 5
    assert shop.values(item.id)["reorder_level"] == 5


def test_downgraded_owner_blocks_the_rule(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    with shop.office.write() as session:
        change_role(session, shop.office.alice, shop.office.bob.user_id, Role.VIEWER)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["blocked"]
    assert shop.values(item.id)["notes"] is None
    assert "may look at this board but not change items" in shop.runs(rule)[0].reason["en"]


def test_promotion_after_publication_gives_the_rule_nothing(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    with shop.office.write() as session:
        session.execute(sa.text("UPDATE automations SET owner_role = 'viewer'"))
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["blocked"]


def test_owner_who_left_blocks_even_a_notification(shop: Shop) -> None:
    action = {"type": "notify", "people": {"users": [shop.office.alice.user_id]}, "message": "Look"}
    rule = shop.rule(QUANTITY_CHANGES, action, by=shop.office.bob)
    with shop.office.write() as session:
        remove_member(session, shop.office.alice, shop.office.bob.user_id)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["blocked"]
    with shop.office.read() as session:
        assert session.scalars(sa.select(Notification)).all() == []
