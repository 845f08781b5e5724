"""Rules meet the items of an import only when that was asked for, each item once, a part at a time."""

import pytest

from automations.runner import IMPORTED_ITEMS, STANDARD, Reader
from engine.commands.placing import import_items
from engine.models import Event
from engine.queries.groups import groups
from tests.automations.conftest import Shop

FEW = {"type": "starts_matching", "filter": {"column": "quantity", "op": "lt", "value": 10}}
STEP = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}
COUNT = IMPORTED_ITEMS * 2 + 7


@pytest.mark.parametrize("run_rules", [True, False])
def test_import_runs_rules_only_when_asked(shop: Shop, *, run_rules: bool) -> None:
    rule = shop.rule(FEW, STEP)
    bring_in(shop, run_rules=run_rules)
    shop.drain()
    assert len(shop.runs(rule)) == (10 if run_rules else 0)


def test_reader_that_dies_within_an_import_is_followed_by_one_that_does_nothing_twice(shop: Shop) -> None:
    rule = shop.rule({"type": "item_created"}, STEP)
    first = bring_in(shop, run_rules=True)
    dying = Reader(shop.office.database, shop.board.id, STANDARD)
    for _ in range(2):
        dying.step()
    assert len(shop.runs(rule)) == 2 * IMPORTED_ITEMS
    dying.release()
    shop.drain()
    assert shop.states(rule) == ["done"] * COUNT
    assert {shop.values(first + place)["reorder_level"] for place in (0, IMPORTED_ITEMS, COUNT - 1)} == {1}


def bring_in(shop: Shop, *, run_rules: bool) -> int:
    """Items with the quantities 0, 1, 2 …; returns the first one's id."""
    office, board = shop.office, shop.board
    with office.write() as session:
        cells = {"name": [f"Item {number}" for number in range(COUNT)], "quantity": list(range(COUNT))}
        group = groups(session, board)[0].id
        event = import_items(session, office.alice, board, [group] * COUNT, cells, run_rules=run_rules, job_id=0)
        return int(session.get_one(Event, event.id).payload["first"])
