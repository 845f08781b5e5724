"""Options that leave a column: nothing that used them is left with a label that is no more."""

from typing import Any

import pytest

import automations.rules  # noqa: F401 - installs the check that stored rules pass
from engine.commands.automations import create_automation
from engine.commands.columns import add_column, change_column
from engine.commands.retirement import InUseError
from engine.commands.views import create_view
from engine.queries.automations import automation
from engine.queries.items import items_by_id
from engine.queries.views import view
from engine.schema.compiled import CompiledBoard
from tests.factories import STATUSES, Office

KEPT = {"options": [one for one in STATUSES if one["key"] != "low"]}
RULE = {
    "trigger": {"type": "column_changes", "columns": ["status"], "to": "low"},
    "condition": {"column": "status", "op": "one_of", "value": ["low", "out"]},
    "actions": [{"type": "set_columns", "values": {"status": "low"}}],
}


def without_low(office: Office, board: CompiledBoard, **becomes: str | None) -> CompiledBoard:
    with office.write() as session:
        return change_column(session, office.alice, board, "status", settings=KEPT, becomes=becomes)


def test_an_option_that_nothing_uses_leaves_without_a_question(office: Office) -> None:
    board = without_low(office, office.stock())
    assert [one["key"] for one in board.columns["status"].settings["options"]] == ["ok", "out"]


def test_what_uses_an_option_is_counted_before_it_leaves(office: Office) -> None:
    board = office.stock()
    office.item(board, status="low")
    with pytest.raises(InUseError) as asked:
        without_low(office, board)
    assert asked.value.details() == {"uses": {"low": {"items": 1, "automations": 0, "views": 0}}}
    assert asked.value.field == "options"


@pytest.mark.parametrize("becomes", ["out", None])
def test_cells_become_another_option_or_empty(office: Office, becomes: str | None) -> None:
    board = office.stock()
    low, ok = office.item(board, status="low"), office.item(board, status="ok")
    board = without_low(office, board, low=becomes)
    with office.read() as session:
        found = {one.id: one.values["status"] for one in items_by_id(session, board, [low.id, ok.id])}
    assert found == {low.id: becomes, ok.id: "ok"}


def test_an_option_cannot_become_one_that_leaves_too(office: Office) -> None:
    board = office.stock()
    office.item(board, status="low")
    with pytest.raises(InUseError):
        without_low(office, board, low="low")


def test_lists_of_options_lose_the_one_that_leaves_and_name_each_once(office: Office) -> None:
    options = [{"key": key, "labels": {"en": key}, "color": "red"} for key in ("a", "b", "c")]
    board = office.stock()
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "tags", "Marks", {"options": options})
    first, second = office.item(board, marks=["a", "b"]), office.item(board, marks=["a"])
    with office.write() as session:
        board = change_column(
            session, office.alice, board, "marks", settings={"options": options[1:]}, becomes={"a": "b"}
        )
        found = {one.id: one.values["marks"] for one in items_by_id(session, board, [first.id, second.id])}
    assert found == {first.id: ["b"], second.id: ["b"]}


def test_rules_and_views_name_the_option_that_takes_the_place(office: Office) -> None:
    board = office.stock()
    settings: dict[str, Any] = {"filter": {"and": [{"column": "status", "op": "is", "value": "low"}]}}
    with office.write() as session:
        rule = create_automation(session, office.alice, board, RULE)
        saved = create_view(session, office.bob, board, "table", "Mine", settings, personal=True)
    board = without_low(office, board, low="out")
    with office.read() as session:
        stored = automation(session, board, rule.id).rule
        shown = view(session, office.bob, board, saved.id).settings
    assert stored["trigger"]["to"] == "out"
    assert stored["condition"]["value"] == ["out"]
    assert stored["actions"][0]["values"] == {"status": "out"}
    assert shown == {"filter": {"and": [{"column": "status", "op": "is", "value": "out"}]}}


def test_a_view_drops_the_condition_whose_option_becomes_nothing(office: Office) -> None:
    board = office.stock()
    settings: dict[str, Any] = {
        "filter": {
            "and": [{"column": "status", "op": "is", "value": "low"}, {"column": "quantity", "op": "gt", "value": 1}]
        }
    }
    with office.write() as session:
        saved = create_view(session, office.alice, board, "table", "Low", settings)
    board = without_low(office, board, low=None)
    with office.read() as session:
        shown = view(session, office.alice, board, saved.id).settings
    assert shown["filter"] == {"and": [{"column": "quantity", "op": "gt", "value": 1}]}


def test_an_option_that_a_rule_uses_cannot_become_nothing(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        create_automation(session, office.alice, board, RULE)
    with pytest.raises(InUseError, match="1 automations"):
        without_low(office, board, low=None)
