"""Groups over the API."""

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def titles(program: Program, board: CompiledBoard) -> list[str]:
    return [group["title"] for group in program.get(f"/boards/{board.id}/groups").json()["groups"]]


def test_a_group_is_added_at_the_end(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/groups", json={"title": "Paris", "color": "amber"})
    assert answer.status_code == 201
    assert titles(alice, board) == ["Lyon", "Lille", "Paris"]


def test_a_group_moves_to_the_top_and_behind_another(alice: Program, board: CompiledBoard) -> None:
    lyon, lille = (group["id"] for group in alice.get(f"/boards/{board.id}/groups").json()["groups"])
    alice.patch(f"/boards/{board.id}/groups/{lille}", json={"after": None})
    assert titles(alice, board) == ["Lille", "Lyon"]
    alice.patch(f"/boards/{board.id}/groups/{lille}", json={"after": lyon, "title": "Roubaix"})
    assert titles(alice, board) == ["Lyon", "Roubaix"]


def test_bad_groups_are_refused(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/groups"
    assert alice.post(path, json={"title": "Paris", "color": "beige"}).json()["field"] == "color"
    assert alice.post(path, json={"title": " "}).json()["field"] == "title"
    assert alice.patch(f"{path}/999", json={"title": "X"}).status_code == 404
    first = alice.get(path).json()["groups"][0]["id"]
    assert alice.patch(f"{path}/{first}", json={"after": 999}).status_code == 404


def test_a_deleted_group_takes_its_items_along(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board)
    assert alice.delete(f"/boards/{board.id}/groups/{item.group_id}").status_code == 204
    assert alice.get(f"/items/{item.id}").status_code == 404


def test_the_last_group_stays(alice: Program) -> None:
    board = alice.post("/boards", json={"title": "One"}).json()["id"]
    [group] = alice.get(f"/boards/{board}/groups").json()["groups"]
    assert alice.delete(f"/boards/{board}/groups/{group['id']}").status_code == 422
