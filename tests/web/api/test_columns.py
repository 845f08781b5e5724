"""Columns over the API."""

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def keys(program: Program, board: CompiledBoard) -> list[str]:
    return [column["key"] for column in program.get(f"/boards/{board.id}/columns").json()["columns"]]


def test_a_column_is_added(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/columns", json={"type": "date", "title": "Last count"})
    assert (answer.status_code, answer.json()["key"]) == (201, "last_count")
    assert keys(alice, board)[-1] == "last_count"


def test_wrong_settings_are_refused(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(
        f"/boards/{board.id}/columns", json={"type": "number", "title": "N", "settings": {"decimals": 99}}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "decimals")


def test_an_unknown_type_is_refused(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/columns", json={"type": "colour", "title": "N"})
    assert (answer.status_code, answer.json()["field"]) == (422, "type")


def test_what_a_change_leaves_out_stays(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/columns/quantity"
    assert alice.patch(path, json={"labels": {"fr": "Quantité"}, "required": True}).status_code == 200
    changed = alice.patch(path, json={"title": "Count"}).json()
    assert changed == {
        "key": "quantity",
        "type": "number",
        "title": "Count",
        "labels": {"fr": "Quantité"},
        "settings": {"minimum": 0},
        "required": True,
        "read_only": False,
        "access": {},
        "width": 100,
        "wrap": False,
        "frozen": False,
    }


def test_an_empty_change_changes_nothing(alice: Program, board: CompiledBoard) -> None:
    before = alice.get(f"/boards/{board.id}").json()["seq"]
    assert alice.patch(f"/boards/{board.id}/columns/quantity", json={}).status_code == 200
    assert alice.get(f"/boards/{board.id}").json()["seq"] == before


def test_a_column_moves(alice: Program, board: CompiledBoard) -> None:
    alice.patch(f"/boards/{board.id}/columns/notes", json={"after": "name"})
    assert keys(alice, board)[:3] == ["name", "notes", "sku"]


def test_a_change_of_type_says_first_what_would_be_lost(alice: Program, board: CompiledBoard, office: Office) -> None:
    office.item(board, sku="12")
    office.item(board, sku="A-7")
    path = f"/boards/{board.id}/columns/sku"
    refused = alice.patch(path, json={"type": "number"})
    assert (refused.status_code, refused.json()["code"]) == (409, "would_lose")
    assert "A-7" in refused.json()["detail"]
    changed = alice.patch(path, json={"type": "number", "accept_loss": True})
    assert changed.json()["type"] == "number"
    items = alice.get(f"/boards/{board.id}/items").json()["items"]
    assert [item["values"]["sku"] for item in items] == [12, None]


def test_a_deleted_column_is_restored_with_its_cells(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, sku="P-1")
    path = f"/boards/{board.id}/columns/sku"
    assert alice.delete(path).status_code == 204
    assert "sku" not in alice.get(f"/items/{item.id}").json()["values"]
    assert alice.post(f"{path}/restoration").status_code == 201
    assert alice.get(f"/items/{item.id}").json()["values"]["sku"] == "P-1"


def test_the_name_column_stays(alice: Program, board: CompiledBoard) -> None:
    assert alice.delete(f"/boards/{board.id}/columns/name").status_code == 422


def test_an_unknown_column_is_not_found(alice: Program, board: CompiledBoard) -> None:
    assert alice.patch(f"/boards/{board.id}/columns/nope", json={"title": "X"}).status_code == 404
    assert alice.delete(f"/boards/{board.id}/columns/nope").status_code == 404
    assert alice.post(f"/boards/{board.id}/columns/nope/restoration").status_code == 422


def test_the_layout_of_a_column_is_part_of_it(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/columns"
    assert alice.patch(f"{path}/status", json={"width": 200, "wrap": True, "frozen": True}).status_code == 200
    found = {one["key"]: one for one in alice.get(path).json()["columns"]}
    assert (found["status"]["width"], found["status"]["wrap"]) == (200, True)
    assert [key for key, one in found.items() if one["frozen"]] == ["name", "sku", "status"]
    alice.patch(f"{path}/sku", json={"frozen": False})
    found = {one["key"]: one for one in alice.get(path).json()["columns"]}
    assert [key for key, one in found.items() if one["frozen"]] == ["name"]
    refused = alice.patch(f"{path}/status", json={"width": 5})
    assert (refused.status_code, refused.json()["field"]) == (422, "width")
