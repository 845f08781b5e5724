"""Undo and redo over the API: the steps of one user's programs."""

import pytest

from engine.commands import undoings
from engine.commands.items import change_item
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def test_what_a_program_did_is_listed_undone_and_done_again(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}"
    made = alice.post(f"{path}/items", json={"values": {"name": "Paper", "quantity": 1}}).json()
    alice.patch(f"/items/{made['id']}", json={"values": {"quantity": 2}})
    listed = alice.get(f"{path}/steps").json()["steps"]
    assert [step["name"] for step in listed] == ["change Quantity of “Paper”", "add “Paper”"]
    answer = alice.post(f"{path}/undoings", json={})
    assert answer.status_code == 201
    assert (answer.json()["items"], answer.json()["columns"], answer.json()["left"]) == ([made["id"]], ["quantity"], [])
    assert alice.get(f"/items/{made['id']}").json()["values"]["quantity"] == 1
    assert alice.post(f"{path}/redoings").json()["name"] == "change Quantity of “Paper”"
    assert alice.get(f"/items/{made['id']}").json()["values"]["quantity"] == 2
    assert alice.post(f"{path}/redoings").status_code == 404


def test_what_is_left_says_why(alice: Program, board: CompiledBoard, office: Office) -> None:
    path = f"/boards/{board.id}"
    made = alice.post(f"{path}/items", json={"values": {"name": "Paper", "quantity": 1}}).json()["id"]
    alice.patch(f"/items/{made}", json={"values": {"quantity": 2}})
    with office.write() as session:
        change_item(session, office.bob, office.board(board.id), made, {"quantity": 3})
    step = alice.get(f"{path}/steps").json()["steps"][0]["id"]
    (left,) = alice.post(f"{path}/undoings", json={"step": step}).json()["left"]
    assert (left["item"], left["column"]) == (made, "quantity")
    assert "Bob Durand" in left["reason"]


def test_an_onlooker_sees_no_steps_and_undoes_nothing(bob: Program, alice: Program, board: CompiledBoard) -> None:
    alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper"}})
    assert bob.get(f"/boards/{board.id}/steps").json() == {"steps": []}
    assert bob.post(f"/boards/{board.id}/undoings", json={}).status_code == 404


def test_a_long_step_is_taken_back_by_a_job(
    alice: Program, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoings, "AT_ONCE", 1)
    alice.post(f"/boards/{board.id}/items", json={"items": [{"values": {"name": name}} for name in ("Paper", "Ink")]})
    taking = alice.post(f"/boards/{board.id}/undoings", json={}).json()
    assert (taking["name"], taking["items"], taking["job"]["state"]) == ("add 2 items", [], "waiting")
    assert alice.get(f"/jobs/{taking['job']['id']}").json()["total"] == 2
    assert alice.post(f"/boards/{board.id}/undoings", json={}).status_code == 409
