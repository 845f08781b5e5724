"""Several events in one transaction: each is done once or not at all, and none waits for what another needs."""

from typing import Any

import pytest

from automations import runner
from automations.execution import meet
from automations.outcome import Limits
from automations.runner import STANDARD, Reader, Step
from engine.commands.items import locked_item
from engine.commands.runs import end_leases
from engine.permissions import Access
from tests.automations.conftest import Shop

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
STEP_LEVEL = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}
EVENTS = 5


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that goes on as long as there are events."""
    monkeypatch.setattr(runner, "AT_A_TIME", 60.0)


@pytest.mark.usefixtures("patient")
def test_a_crash_between_two_events_leaves_each_to_be_done_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    rule, item = shop.rule(QUANTITY_CHANGES, STEP_LEVEL), shop.item(quantity=0, reorder_level=0)
    for quantity in range(1, EVENTS + 1):
        shop.change(item.id, quantity=quantity)
    met: list[int] = []

    def die_at_the_last(*arguments: Any) -> Any:
        met.append(0)
        if len(met) == EVENTS:
            raise KeyboardInterrupt
        return meet(*arguments)

    monkeypatch.setattr(runner, "meet", die_at_the_last)
    with pytest.raises(KeyboardInterrupt):
        shop.drain()
    if shop.office.database.is_sqlite:
        assert (shop.states(rule), shop.values(item.id)["reorder_level"]) == ([], 0)
    monkeypatch.undo()
    with shop.office.write() as session:
        end_leases(session)
    shop.drain()
    assert shop.states(rule) == ["done"] * EVENTS
    assert shop.values(item.id)["reorder_level"] == EVENTS


@pytest.mark.usefixtures("patient")
def test_a_rule_that_is_paused_for_failing_meets_no_further_event(shop: Shop) -> None:
    rule, item = shop.rule(QUANTITY_CHANGES, STEP_LEVEL, by=shop.office.bob), shop.item(quantity=0)
    shop.office.opened_to(shop.board, Access.PRIVATE)
    for quantity in range(1, EVENTS + 1):
        shop.change(item.id, quantity=quantity)
    shop.drain(Limits(dead_runs=1))
    assert shop.states(rule) == ["blocked"]


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("patient")
def test_an_item_that_somebody_else_writes_to_is_left_for_the_next_transaction(shop: Shop) -> None:
    rule, free, busy = shop.rule(QUANTITY_CHANGES, STEP_LEVEL), shop.item(quantity=0), shop.item(quantity=0)
    shop.change(free.id, quantity=1)
    shop.change(busy.id, quantity=1)
    reader = Reader(shop.office.database, shop.board.id, STANDARD)
    with shop.office.write() as session:
        locked_item(session, shop.board, busy.id)
        assert reader.step() is Step.MORE
        assert shop.states(rule) == ["done"]
    while reader.step() is Step.MORE:
        pass
    assert shop.states(rule) == ["done", "done"]


@pytest.mark.usefixtures("patient")
def test_a_rule_that_fails_at_one_event_of_several_takes_nothing_else_back(shop: Shop) -> None:
    takes_notes = {"type": "set_columns", "values": {"reorder_level": {"column": "notes"}}}
    copying, stepping = shop.rule(QUANTITY_CHANGES, takes_notes), shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    items = [shop.item(quantity=0, reorder_level=0, notes=notes) for notes in ("1", "no number", "3")]
    for item in items:
        shop.change(item.id, quantity=1)
    shop.drain()
    assert shop.states(copying) == ["done", "failed", "done"]
    assert shop.states(stepping) == ["done"] * 3
    assert [shop.values(item.id)["reorder_level"] for item in items] == [2, 1, 4]
