"""Items brought into a section of a grouped table take on its values, at every level, and nothing else."""

from typing import Any

import pytest

from engine.commands.column_access import change_access
from engine.commands.columns import add_column
from engine.commands.regrouping import bring_items
from engine.commands.undo import undo_step
from engine.errors import Forbidden, Invalid, InvalidMany, Locked
from engine.permissions import BoardRole
from engine.queries.groups import groups
from engine.queries.items import BoardItem, items_by_id
from engine.queries.levels import Level, checked_levels
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def brought(office: Office, board: CompiledBoard, one: BoardItem, *holds: tuple[str, Any]) -> BoardItem:
    levels = checked_levels(board, [Level.read(text) for text, _ in holds])
    with office.write() as session:
        bring_items(
            session, office.alice, board, [one.id], list(zip(levels, [value for _, value in holds], strict=True))
        )
        return items_by_id(session, board, [one.id])[0]


def test_every_clear_kind_of_value_is_taken_on(office: Office) -> None:
    board = office.stock()
    bob = office.bob.user_id
    one = office.item(board, quantity=3)
    for key, value, stored in (
        ("status", "low", "low"),
        ("status", None, None),
        ("owner", [bob], [bob]),
        ("owner", None, None),
        ("fragile", True, True),
        ("sku", "A-1", "A-1"),
        ("quantity", 7, 7),
        ("price", "12.50", {"amount": "12.50", "currency": "EUR"}),
        ("expected_on", "2027-01-02", "2027-01-02"),
    ):
        assert (brought(office, board, one, (key, value)).values[key] or None) == stored, key


def test_a_period_gives_its_first_day_and_leaves_a_day_within_it(office: Office) -> None:
    board = office.stock()
    one = office.item(board, expected_on="2030-05-17")
    assert brought(office, board, one, ("expected_on:month", "2030-05-01")).values["expected_on"] == "2030-05-17"
    assert brought(office, board, one, ("expected_on:month", "2030-07-01")).values["expected_on"] == "2030-07-01"


def test_several_levels_and_the_group_are_one_step(office: Office) -> None:
    board = office.stock()
    one = office.item(board, status="ok", quantity=1)
    with office.read() as session:
        lyon, lille = groups(session, board)
    moved = brought(office, board, one, ("group", lille.id), ("status", "out"), ("quantity", 1))
    assert (moved.group_id, moved.values["status"], moved.values["quantity"]) == (lille.id, "out", 1)
    with office.write() as session:
        undo_step(session, office.alice, board)
        back = items_by_id(session, board, [one.id])[0]
    assert (back.group_id, back.values["status"]) == (lyon.id, "ok")


def test_what_the_board_fills_in_itself_is_refused_with_a_sentence(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "created", "Created", {})
    one = office.item(board)
    with pytest.raises(Invalid, match="Created is filled in by Rouage"):
        brought(office, board, one, ("created:month", "2020-01-01"), ("status", "low"))
    assert brought(office, board, one).values["status"] is None


def test_no_name_is_no_name(office: Office) -> None:
    board = office.stock()
    with pytest.raises((Invalid, InvalidMany)):
        brought(office, board, office.item(board), ("name", None))


def test_rights_count(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    with office.write() as session:
        change_access(session, office.alice, board, "status", {"edit": {"roles": ["editor"], "people": []}})
    holds = [(Level("status"), "low")]
    with office.write() as session, pytest.raises(Locked):
        bring_items(session, office.bob, office.seen(board, office.bob), [one.id], holds)
    with office.write() as session, pytest.raises(Forbidden):
        bring_items(session, office.charlie, office.seen(board, office.charlie), [one.id], holds)
