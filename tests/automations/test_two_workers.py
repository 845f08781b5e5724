"""Several workers at one board: each event is handled once, in its order."""

import threading

from automations.runner import drain
from engine.commands.runs import hold_board, leave_board
from tests.automations.conftest import Shop

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
STEP_LEVEL = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}
EDITS = 40


def test_workers_that_read_at_the_same_time_do_nothing_twice(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    finished = threading.Event()
    errors: list[Exception] = []

    def work() -> None:
        try:
            while not finished.is_set():
                drain(shop.office.database, shop.board.id)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for quantity in range(1, EDITS + 1):
        shop.change(item.id, quantity=quantity)
    finished.set()
    for worker in workers:
        worker.join()
    shop.drain()
    assert errors == []
    assert shop.states(rule) == ["done"] * EDITS
    assert shop.values(item.id)["reorder_level"] == EDITS
    events = [run.event_id for run in shop.runs(rule)]
    assert events == sorted(events)


def test_board_that_is_held_is_left_alone_until_its_lease_ends(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0)
    shop.change(item.id, quantity=1)
    with shop.office.write() as session:
        assert hold_board(session, shop.board.id, "somebody else") == 0
    shop.drain()
    assert shop.states(rule) == []
    with shop.office.write() as session:
        leave_board(session, shop.board.id, 0, more=False)
    shop.drain()
    assert shop.states(rule) == ["done"]
