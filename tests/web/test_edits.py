"""One edit of many items, by a page: all items of its view, and the job that it follows."""

import json

from engine.commands.jobs import work
from tests.factories import Office
from tests.web.conftest import Client


def test_a_page_edits_all_items_of_its_view_but_some(office: Office, alice: Client) -> None:
    board = office.stock()
    office.fill(board, 10)
    page = alice.get(f"/boards/{board.id}/ids?section=g1").text.split(",")
    fields = {"all": "1", "except": page[0], "do": "set", "key": "status", "value": "out"}
    answer = alice.post(f"/boards/{board.id}/edits?q=item", data=fields)
    assert answer.status_code == 204, answer.text
    with office.read() as session:
        status = board.table.c[board.columns["status"].physical]
        left = session.scalars(board.table.select().where(status.is_(None)).with_only_columns(board.table.c.id)).all()
    assert left == [int(page[0])]
    alice.post(json.loads(answer.headers["hx-trigger"])["toast"]["undo"])
    with office.read() as session:
        assert session.scalars(board.table.select().where(status.is_not(None))).all() == []


def test_a_page_follows_and_cancels_its_job(office: Office, alice: Client) -> None:
    board = office.stock()
    office.fill(board, 510)
    fields = {"all": "1", "except": "", "do": "delete"}
    bar = alice.post(f"/boards/{board.id}/edits", data=fields).text
    assert "0 / 510" in bar
    assert "0 / 510" in alice.get(f"/b/{board.id}").text
    ended = alice.delete(f"/boards/{board.id}/edits/1")
    assert "Stopped after 0 of 510" in ended.headers["hx-trigger"]
    assert "hidden" in ended.text


def test_a_job_that_has_ended_is_taken_back_from_its_message(office: Office, alice: Client) -> None:
    board = office.stock()
    office.fill(board, 510)
    alice.post(f"/boards/{board.id}/edits", data={"all": "1", "except": "", "do": "delete"})
    work(office.database, 1)
    told = json.loads(alice.get(f"/boards/{board.id}/edits/1").headers["hx-trigger"])["toast"]
    assert told["message"] == "510 items deleted. Ctrl Z undoes it."
    alice.post(told["undo"])
    with office.read() as session:
        assert session.scalars(board.table.select().where(board.table.c.deleted_at.is_not(None))).all() == []
