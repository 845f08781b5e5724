"""The runner: what happened on a board sets its rules off, once each, in order."""

from typing import Any

import pytest

from automations.triggers import triggers
from engine.commands.placing import delete_items
from engine.models import Event
from engine.queries.runs import events_behind
from tests.automations.conftest import Shop

LOW = {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}}
QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
SET_LOW = {"type": "set_columns", "values": {"status": "low"}}


@pytest.mark.parametrize(
    ("trigger", "example"),
    [
        pytest.param(trigger, example, id=f"{trigger.name}-{place}")
        for trigger in triggers.values()
        for place, example in enumerate(trigger.examples)
    ],
)
def test_trigger_fires_as_its_examples_say(shop: Shop, trigger: Any, example: Any) -> None:
    item = None if example.before is None else shop.item(**example.before)
    rule = shop.rule({"type": trigger.name, **example.settings}, {"type": "set_columns", "values": {"notes": "fired"}})
    if item is None:
        item = shop.item(**example.after)
    elif example.moved:
        shop.move(item.id, example.moved)
    else:
        shop.change(item.id, **example.after)
    shop.drain()
    assert (shop.values(item.id)["notes"] == "fired") is example.fires
    assert shop.states(rule) == (["done"] if example.fires else [])


def test_condition_decides(shop: Shop) -> None:
    shop.rule(QUANTITY_CHANGES, SET_LOW, condition=LOW)
    few, many = shop.item(quantity=9, reorder_level=5), shop.item(quantity=99, reorder_level=5)
    shop.change(few.id, quantity=4)
    shop.change(many.id, quantity=98)
    shop.drain()
    assert shop.values(few.id)["status"] == "low"
    assert shop.values(many.id)["status"] is None


def test_run_that_did_nothing_says_why(shop: Shop) -> None:
    status_is_ok = {"column": "status", "op": "is", "value": "ok"}
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW, condition={"and": [LOW, status_is_ok]})
    item = shop.item(quantity=9, reorder_level=5, status="out")
    shop.change(item.id, quantity=4)
    shop.drain()
    [run] = shop.runs(rule)
    assert run.state == "skipped"
    assert run.reason == {
        "code": "condition",
        "path": ["and", 1],
        "cells": {"status": "out"},
        "en": "“Status is In stock” was not true: Status was Out.",
        "fr": "«\u00a0Status est En stock\u00a0» n’était pas vrai\u00a0: Status valait Rupture.",
    }


def test_condition_sees_the_item_as_it_was_at_the_event(shop: Shop) -> None:
    rule = shop.rule(
        QUANTITY_CHANGES, {"type": "set_columns", "values": {"notes": {"message": "{quantity}"}}}, condition=LOW
    )
    item = shop.item(quantity=9, reorder_level=5)
    shop.change(item.id, quantity=4)
    shop.change(item.id, quantity=8)
    shop.drain()
    assert shop.states(rule) == ["done", "skipped"]
    assert shop.values(item.id)["notes"] == "4"


def test_run_tells_what_it_did(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW)
    item = shop.item(quantity=9)
    shop.change(item.id, quantity=4)
    shop.drain()
    assert shop.runs(rule)[0].effects == [{"en": "set Status to Low", "fr": "mettre Status à Stock bas"}]


def test_effect_is_an_event_of_the_rule_with_its_cause(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW)
    item = shop.item(quantity=9)
    shop.change(item.id, quantity=4)
    shop.drain()
    cause, effect = history(shop)[-2:]
    assert (effect.actor_kind, effect.actor_id, effect.cause_id, effect.depth) == ("rule", rule.id, cause.id, 1)
    assert effect.payload == {"changes": {"status": [None, "low"]}}


def test_nothing_is_done_twice(shop: Shop) -> None:
    shop.rule(QUANTITY_CHANGES, {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}})
    item = shop.item(quantity=9, reorder_level=0)
    for quantity in range(5):
        shop.change(item.id, quantity=quantity)
    shop.drain()
    shop.drain()
    assert shop.values(item.id)["reorder_level"] == 5


def test_rule_does_not_see_what_was_before_it(shop: Shop) -> None:
    item = shop.item(quantity=9)
    shop.change(item.id, quantity=4)
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW)
    shop.drain()
    assert shop.states(rule) == []


def test_effect_that_changes_nothing_makes_no_event(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW)
    item = shop.item(quantity=9, status="low")
    shop.change(item.id, quantity=4)
    before = len(history(shop))
    shop.drain()
    assert shop.states(rule) == ["done"]
    assert len(history(shop)) == before


def test_item_that_was_deleted_meanwhile_is_left_alone(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_LOW)
    item = shop.item(quantity=9)
    shop.change(item.id, quantity=4)
    with shop.office.write() as session:
        delete_items(session, shop.office.alice, shop.board, [item.id])
    shop.drain()
    assert shop.states(rule) == []


def history(shop: Shop) -> list[Event]:
    with shop.office.read() as session:
        return events_behind(session, shop.board.id, 0, 1000)  # type: ignore[return-value]
