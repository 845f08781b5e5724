"""An event is judged by the rule that was in force when it happened."""

from engine.commands.automations import change_automation, delete_automation
from engine.commands.members import change_role
from engine.permissions import Role
from engine.queries.automations import automations_on
from tests.automations.conftest import Shop
from tests.automations.test_failures import hide, make_due

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
FIRST = {"type": "set_columns", "values": {"notes": "first"}}
SECOND = {"type": "set_columns", "values": {"sku": "second"}}


def test_what_happened_before_a_change_is_judged_by_the_old_rule(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, FIRST)
    early, late = shop.item(quantity=1), shop.item(quantity=1)
    shop.change(early.id, quantity=2)
    change(shop, rule.id, SECOND)
    shop.change(late.id, quantity=2)
    shop.drain()
    assert (shop.values(early.id)["notes"], shop.values(early.id)["sku"]) == ("first", None)
    assert (shop.values(late.id)["notes"], shop.values(late.id)["sku"]) == (None, "second")
    assert [run.rule_version for run in shop.runs(rule)] == [1, 2]


def test_run_that_is_tried_again_keeps_its_version(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, {"type": "set_columns", "values": {"fragile": True}}, FIRST)
    item = shop.item(quantity=1)
    hide(shop, "fragile")
    shop.change(item.id, quantity=2)
    shop.drain()
    change(shop, rule.id, SECOND)
    from engine.commands.columns import restore_column

    with shop.office.write() as session:
        shop.board = restore_column(session, shop.office.alice, shop.board, "fragile")
    make_due(shop)
    shop.drain()
    assert (shop.values(item.id)["notes"], shop.values(item.id)["sku"]) == ("first", None)


def test_whoever_changes_a_rule_lends_it_their_rights(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, FIRST)
    with shop.office.write() as session:
        changed = change_automation(session, shop.office.bob, shop.board, rule.id, whole(SECOND))
        assert (changed.owner_id, changed.owner_role) == (shop.office.bob.user_id, Role.MEMBER)
        change_role(session, shop.office.alice, shop.office.bob.user_id, Role.VIEWER)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.states(rule) == ["blocked"]


def test_deleted_rule_acts_no_more_but_its_log_stays(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, FIRST)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    shop.change(item.id, quantity=3)
    with shop.office.write() as session:
        delete_automation(session, shop.office.alice, shop.board, rule.id)
    shop.drain()
    assert shop.states(rule) == ["done"]
    with shop.office.read() as session:
        assert automations_on(session, shop.board) == []


def whole(action: dict[str, object]) -> dict[str, object]:
    return {"trigger": QUANTITY_CHANGES, "actions": [action]}


def change(shop: Shop, automation_id: int, action: dict[str, object]) -> None:
    with shop.office.write() as session:
        change_automation(session, shop.office.alice, shop.board, automation_id, whole(action))
