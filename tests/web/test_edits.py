"""One edit of many items, by a page: all items of its view, and the job that it follows."""

import json

import pytest

from engine.commands import undoings
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


def test_a_page_follows_the_undo_of_a_long_step(office: Office, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoings, "AT_ONCE", 5)
    board = office.stock()
    office.fill(board, 10)
    alice.post(
        f"/boards/{board.id}/edits", data={"all": "1", "except": "", "do": "set", "key": "status", "value": "out"}
    )
    for number, (way, going, done) in enumerate(
        (("undoings", "Undoing", "Undone"), ("redoings", "Redoing", "Redone")), 1
    ):
        answer = alice.post(f"/boards/{board.id}/{way}")
        assert json.loads(answer.headers["hx-trigger"]) == {"board:works": {"job": number}}
        bar = alice.get(f"/boards/{board.id}/edits/{number}").text
        assert "0 / 10" in bar
        assert going in bar
        assert going in alice.get(f"/b/{board.id}").text
        problem = alice.post(f"/boards/{board.id}/{way}", headers={"HX-Request": "true"})
        assert problem.status_code == 409
        work(office.database, number)
        ended = alice.get(f"/boards/{board.id}/edits/{number}")
        toast = json.loads(ended.headers["hx-trigger"])["toast"]
        assert (toast["message"], toast["undo"]) == (f"{done}: change Status of 10 items.", None)
        assert "hidden" in ended.text


def test_a_cancelled_undo_says_how_to_go_on(office: Office, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoings, "AT_ONCE", 5)
    board = office.stock()
    office.fill(board, 10)
    alice.post(f"/boards/{board.id}/edits", data={"all": "1", "except": "", "do": "delete"})
    alice.post(f"/boards/{board.id}/undoings")
    ended = alice.delete(f"/boards/{board.id}/edits/1")
    assert "Stopped after 0 of 10 items. Ctrl Z goes on with it." in ended.headers["hx-trigger"]
