"""One edit of many items, by a program."""

from engine.commands.jobs import work
from tests.factories import Office
from tests.web.conftest import Client


def test_a_few_items_are_changed_with_the_answer(office: Office, api: Client) -> None:
    board = office.stock()
    office.fill(board, 20)
    tree = {"column": "quantity", "op": "lt", "value": 5}
    answer = api.post(f"/api/v1/boards/{board.id}/edits", json={"filter": tree, "set": {"status": "out"}})
    assert answer.json() == {"items": 5, "job": None}
    found = api.get(f"/api/v1/boards/{board.id}/items").json()["items"]
    assert [one["values"]["status"] for one in found].count("out") == 5


def test_many_items_are_a_job(office: Office, api: Client) -> None:
    board = office.stock()
    office.fill(board, 510)
    answer = api.post(f"/api/v1/boards/{board.id}/edits", json={"set": {"status": "low"}})
    assert answer.status_code == 202, answer.text
    job = answer.json()["job"]
    assert (job["state"], job["total"]) == ("waiting", 510)
    work(office.database, job["id"])
    assert api.get(f"/api/v1/jobs/{job['id']}").json()["state"] == "done"


def test_an_edit_says_what_it_wants(office: Office, api: Client) -> None:
    board = office.stock()
    office.fill(board, 3)
    for given in ({}, {"set": {"status": "low"}, "delete": True}, {"set": {"nowhere": 1}}):
        assert api.post(f"/api/v1/boards/{board.id}/edits", json=given).status_code == 422, given
    assert api.post(f"/api/v1/boards/{board.id}/edits", json={"items": [], "delete": True}).status_code == 422
