"""Automations over the API."""

import pytest

from automations.runner import drain
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program

RULE = {
    "trigger": {"type": "column_changes", "columns": ["quantity"]},
    "condition": {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}},
    "actions": [{"type": "set_columns", "values": {"status": "low"}}],
}


def test_a_rule_is_created_said_and_read_again(alice: Program, board: CompiledBoard, office: Office) -> None:
    answer = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE})
    assert answer.status_code == 201
    made = answer.json()
    assert made["rule"] == RULE
    assert (made["enabled"], made["version"], made["owner"]) == (True, 1, office.alice.user_id)
    assert "Quantity" in made["sentence"]
    assert alice.get(f"/automations/{made['id']}").json() == made
    assert alice.get(f"/boards/{board.id}/automations").json() == {"automations": [made]}


def test_the_sentence_is_in_the_language_asked_for(alice: Program, board: CompiledBoard) -> None:
    made = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}, headers={"accept-language": "fr"}).json()
    assert "quand" in made["sentence"].lower()


def test_a_rule_is_changed_and_switched_off(alice: Program, board: CompiledBoard) -> None:
    made = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}).json()
    rule = {**RULE, "actions": [{"type": "set_columns", "values": {"status": "out"}}]}
    changed = alice.patch(f"/automations/{made['id']}", json={"rule": rule}).json()
    assert (changed["rule"], changed["version"]) == (rule, 2)
    assert alice.patch(f"/automations/{made['id']}", json={"enabled": False}).json()["enabled"] is False


def test_a_deleted_rule_is_gone(alice: Program, board: CompiledBoard) -> None:
    made = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}).json()
    assert alice.delete(f"/automations/{made['id']}").status_code == 204
    assert alice.get(f"/automations/{made['id']}").status_code == 404
    assert alice.get(f"/automations/{made['id']}/runs").status_code == 404


def test_runs_tell_what_was_done(alice: Program, board: CompiledBoard, office: Office) -> None:
    made = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}).json()
    item = office.item(board, quantity=9, reorder_level=5)
    alice.patch(f"/items/{item.id}", json={"values": {"quantity": 3}})
    alice.patch(f"/items/{item.id}", json={"values": {"quantity": 2}})
    drain(office.database, board.id)
    first = alice.get(f"/automations/{made['id']}/runs?limit=1").json()
    assert first["runs"][0]["item"] == item.id
    rest = alice.get(f"/automations/{made['id']}/runs?limit=1&cursor={first['cursor']}").json()
    assert rest["runs"][0]["state"] == "done"
    assert alice.get(f"/items/{item.id}").json()["values"]["status"] == "low"


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"trigger": {"type": "full_moon"}, "actions": RULE["actions"]},
        {**RULE, "trigger": {"type": "column_changes", "columns": ["nope"]}},
        {**RULE, "condition": {"column": "nope", "op": "is", "value": 1}},
        {**RULE, "actions": []},
        {**RULE, "actions": [{"type": "set_columns", "values": {"nope": 1}}]},
        {**RULE, "colour": "blue"},
    ],
)
def test_bad_rules_are_refused_by_place(alice: Program, board: CompiledBoard, rule: dict[str, object]) -> None:
    answer = alice.post(f"/boards/{board.id}/automations", json={"rule": rule})
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)
    assert alice.get(f"/boards/{board.id}/automations").json() == {"automations": []}


def test_a_rule_whose_column_is_gone_can_still_be_listed(alice: Program, board: CompiledBoard) -> None:
    made = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}).json()
    alice.delete(f"/boards/{board.id}/columns/quantity")
    [listed] = alice.get(f"/boards/{board.id}/automations").json()["automations"]
    assert listed["id"] == made["id"]
