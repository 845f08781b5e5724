"""Search and events over the API."""

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def test_items_of_all_boards_are_found(alice: Program, board: CompiledBoard, office: Office) -> None:
    other = alice.post("/boards", json={"title": "Clients"}).json()["id"]
    alice.post(f"/boards/{other}/items", json={"values": {"name": "Élan Papier"}})
    office.item(board, name="Paper")
    hits = alice.get("/search?q=pap").json()["hits"]
    assert [(hit["name"], hit["board_title"]) for hit in hits] == [("Paper", "Stock"), ("Élan Papier", "Clients")]


def test_nothing_of_another_workspace_is_found(dora: Program, board: CompiledBoard, office: Office) -> None:
    office.item(board, name="Paper")
    assert dora.get("/search?q=paper").json() == {"hits": []}


def test_a_search_needs_its_text(alice: Program) -> None:
    answer = alice.get("/search")
    assert (answer.status_code, answer.json()["field"]) == (422, "q")
    assert alice.get("/search?q=%22%20OR%20%2A").json() == {"hits": []}


def test_events_come_in_order_behind_the_one_known(alice: Program, board: CompiledBoard, office: Office) -> None:
    start = alice.get(f"/boards/{board.id}").json()["seq"]
    item = office.item(board, quantity=1)
    alice.patch(f"/items/{item.id}", json={"values": {"quantity": 2}})
    found = alice.get(f"/boards/{board.id}/events?after={start}").json()
    assert [event["kind"] for event in found["events"]] == ["item_created", "item_changed"]
    assert found["events"][1]["payload"] == {"changes": {"quantity": [1, 2]}}
    assert found["events"][1]["actor"]["kind"] == "token"
    assert alice.get(f"/boards/{board.id}/events?after={found['after']}").json() == {
        "events": [],
        "after": found["after"],
    }


def test_bad_places_in_the_events_are_refused(alice: Program, board: CompiledBoard) -> None:
    for after in ("-1", "x", "99999999999999999999"):
        answer = alice.get(f"/boards/{board.id}/events?after={after}")
        assert (answer.status_code, answer.json()["field"]) == (422, "after")
