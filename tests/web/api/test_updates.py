"""Updates through the API: written, answered, edited, deleted, paged; refused with a sentence."""

import pytest

from engine.commands.items import create_item
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


def test_an_update_its_reply_and_its_edit(office: Office, board: CompiledBoard, api: Client) -> None:
    one = office.item(board)
    path = f"/api/v1/items/{one.id}/updates"
    mention = f'<span data-mention="{office.bob.user_id}">@x</span>'
    made = api.post(path, json={"html": f"<div onclick=alert(1)>Hello {mention}</div>"})
    assert made.status_code == 201
    assert made.json()["html"] == f'<div>Hello <span data-mention="{office.bob.user_id}"></span></div>'
    assert (made.json()["text"], made.json()["mentions"]) == ("Hello @Bob Durand", [office.bob.user_id])
    reply = api.post(path, json={"html": "Yes", "parent": made.json()["id"]}).json()
    assert reply["parent"] == made.json()["id"]
    edited = api.patch(f"/api/v1/updates/{reply['id']}", json={"html": "No"}).json()
    assert (edited["text"], edited["edited_at"] is None) == ("No", False)
    assert [one["text"] for one in api.get(path).json()["updates"]] == ["Hello @Bob Durand", "No"]
    assert api.delete(f"/api/v1/updates/{made.json()['id']}").status_code == 204
    assert api.get(path).json()["updates"] == []
    assert api.delete(f"/api/v1/updates/{made.json()['id']}").status_code == 404


def test_threads_are_paged(office: Office, board: CompiledBoard, api: Client) -> None:
    path = f"/api/v1/items/{office.item(board).id}/updates"
    for number in range(5):
        api.post(path, json={"html": str(number)})
    first = api.get(path, params={"limit": 2}).json()
    second = api.get(path, params={"limit": 2, "cursor": first["cursor"]}).json()
    last = api.get(path, params={"limit": 2, "cursor": second["cursor"]}).json()
    assert [[one["text"] for one in page["updates"]] for page in (first, second, last)] == [
        ["4", "3"],
        ["2", "1"],
        ["0"],
    ]
    assert last["cursor"] is None


@pytest.mark.parametrize("html", ["", "<script>alert(1)</script>", "<div><br></div>"])
def test_an_update_without_words_names_the_field(office: Office, board: CompiledBoard, api: Client, html: str) -> None:
    answer = api.post(f"/api/v1/items/{office.item(board).id}/updates", json={"html": html})
    assert (answer.status_code, answer.json()["field"]) == (422, "html")


def test_a_missing_item_or_update_is_not_found(office: Office, board: CompiledBoard, api: Client) -> None:
    assert api.get("/api/v1/items/999/updates").status_code == 404
    assert api.post("/api/v1/items/999/updates", json={"html": "x"}).status_code == 404
    answer = api.post(f"/api/v1/items/{office.item(board).id}/updates", json={"html": "x", "parent": 999})
    assert answer.status_code == 404


def test_my_agenda_and_favourites(office: Office, board: CompiledBoard, api: Client) -> None:
    one = office.item(board, name="Paper", owner=[office.alice.user_id], expected_on="2020-01-02", status="low")
    (task,) = api.get("/api/v1/me/agenda").json()["tasks"]
    expected = {"item": one.id, "board": board.id, "when": "overdue", "due": "2020-01-02", "status": "low"}
    assert task == {**expected, "name": "Paper", "version": 1, "done": False}
    other = office.stock()
    kept = api.patch("/api/v1/me/favourites", json={"boards": [other.id, 999, board.id]})
    assert kept.json() == {"boards": [other.id, board.id]}
    assert api.patch("/api/v1/me/favourites", json={"boards": [board.id]}).json() == {"boards": [board.id]}
    assert api.get("/api/v1/me/favourites").json() == {"boards": [board.id]}


def test_my_notifications_are_read_and_marked(office: Office, board: CompiledBoard, api: Client) -> None:
    with office.write() as session:
        one = create_item(session, office.bob, board, {"name": "Paper", "owner": [office.alice.user_id]})
    (line,) = api.get("/api/v1/me/notifications", params={"unread": "true", "kind": "assigned"}).json()["notifications"]
    assert (line["message"], line["author"], line["item"]) == (
        "Bob Durand assigned you “Paper”",
        office.bob.user_id,
        one.id,
    )
    assert api.patch("/api/v1/me/notifications", json={"notifications": [line["id"]]}).status_code == 200
    assert api.get("/api/v1/me/notifications", params={"unread": "true"}).json()["notifications"] == []
