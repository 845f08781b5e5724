"""The trash over the API: what is in it, for how long, and its way back."""

from engine.schema.compiled import CompiledBoard
from tests.web.api.conftest import Program


def names(program: Program, board: CompiledBoard) -> list[str]:
    return [item["values"]["name"] for item in program.get(f"/boards/{board.id}/items").json()["items"]]


def test_an_item_is_listed_searched_and_comes_back(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}"
    paper, glue = (
        alice.post(f"{path}/items", json={"values": {"name": name}}).json()["id"] for name in ("Paper", "Glue")
    )
    for item in (paper, glue):
        alice.delete(f"/items/{item}")
    listed = alice.get(f"{path}/trash").json()["items"]
    assert [(one["id"], one["name"], one["group"], one["days_left"]) for one in listed] == [
        (glue, "Glue", "Lyon", 30),
        (paper, "Paper", "Lyon", 30),
    ]
    assert [one["id"] for one in alice.get(f"{path}/trash?search=pap").json()["items"]] == [paper]
    assert [one["id"] for one in alice.get(f"{path}/trash?offset=1").json()["items"]] == [paper]
    answer = alice.post(f"/items/{paper}/restoration")
    assert (answer.status_code, answer.json()["values"]["name"]) == (201, "Paper")
    assert names(alice, board) == ["Paper"]


def test_a_group_a_column_and_a_board_come_back(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}"
    alice.post(f"{path}/items", json={"values": {"name": "Paper", "sku": "S-1"}})
    group = alice.get(f"{path}/groups").json()["groups"][0]["id"]
    alice.delete(f"{path}/groups/{group}")
    alice.delete(f"{path}/columns/sku")
    trash = alice.get(f"{path}/trash").json()
    assert [(one["id"], one["item_count"]) for one in trash["groups"]] == [(group, 1)]
    assert [one["key"] for one in trash["columns"]] == ["sku"]
    assert alice.post(f"{path}/groups/{group}/restoration").json()["title"] == "Lyon"
    assert alice.post(f"{path}/columns/sku/restoration").json()["title"] == "SKU"
    assert alice.get(f"{path}/items").json()["items"][0]["values"]["sku"] == "S-1"
    alice.delete(path)
    assert alice.get(path).status_code == 404
    assert alice.post(f"{path}/restoration").json()["title"] == "Stock"
    assert names(alice, board) == ["Paper"]


def test_what_is_not_in_the_trash_is_left_alone(alice: Program, board: CompiledBoard) -> None:
    item = alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper"}}).json()["id"]
    assert alice.post(f"/items/{item}/restoration").json()["id"] == item
    assert alice.post(f"/boards/{board.id}/columns/sku/restoration").status_code == 422
