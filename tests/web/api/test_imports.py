"""Imports and jobs over the API."""

import json

from engine.commands.jobs import work
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program

CSV = b"Name;Quantity;Price\nPaper;3;12,50\nPen;many;1,20\n"
TEXT = {"content-type": "text/csv"}


def test_a_bare_body_is_imported_into_the_columns_of_the_same_name(
    alice: Program, board: CompiledBoard, office: Office
) -> None:
    started = alice.post(f"/boards/{board.id}/import?name=stock.csv&language=fr", content=CSV, headers=TEXT)
    assert started.status_code == 202
    assert started.headers["location"] == f"/api/v1/jobs/{started.json()['id']}"
    work(office.database, started.json()["id"])
    job = alice.get(f"/jobs/{started.json()['id']}").json()
    assert (job["state"], job["result"]["items"], job["result"]["refused"]) == ("done", 2, 1)
    items = [item["values"] for item in alice.get(f"/boards/{board.id}/items").json()["items"]]
    assert [(item["name"], item["quantity"], item["price"]["amount"]) for item in items] == [
        ("Paper", 3, "12.50"),
        ("Pen", None, "1.20"),
    ]


def test_the_refused_cells_are_a_file(alice: Program, board: CompiledBoard, office: Office) -> None:
    job = alice.post(f"/boards/{board.id}/import?language=fr", content=CSV, headers=TEXT).json()["id"]
    work(office.database, job)
    answer = alice.get(f"/jobs/{job}/refusals")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "3,Quantity,many" in answer.text


def test_a_form_brings_the_file_and_its_mapping(alice: Program, board: CompiledBoard, office: Office) -> None:
    mapping = [{"source": 0, "key": "name"}, {"source": 1, "type": "text", "title": "Count"}]
    started = alice.post(
        f"/boards/{board.id}/import",
        files={"file": ("stock.csv", CSV, "text/csv")},
        data={"mapping": json.dumps(mapping), "refused": "skip"},
    )
    assert started.status_code == 202
    work(office.database, started.json()["id"])
    items = [item["values"] for item in alice.get(f"/boards/{board.id}/items").json()["items"]]
    assert [(item["name"], item["count"]) for item in items] == [("Paper", "3"), ("Pen", "many")]


def test_a_file_becomes_a_new_board(alice: Program, office: Office) -> None:
    started = alice.post("/import?name=orders.csv&title=Orders&group_by=0", content=CSV, headers=TEXT)
    assert started.json()["board"] is None
    work(office.database, started.json()["id"])
    board = alice.get(f"/jobs/{started.json()['id']}").json()["board"]
    assert alice.get(f"/boards/{board}").json()["title"] == "Orders"
    assert [group["title"] for group in alice.get(f"/boards/{board}/groups").json()["groups"]] == ["Paper", "Pen"]


def test_an_import_is_undone(alice: Program, board: CompiledBoard, office: Office) -> None:
    kept = office.item(board, name="Kept")
    job = alice.post(f"/boards/{board.id}/import", content=CSV, headers=TEXT).json()["id"]
    work(office.database, job)
    assert alice.post(f"/jobs/{job}/reversal").json() == {"job": job, "items": 2}
    assert [item["id"] for item in alice.get(f"/boards/{board.id}/items").json()["items"]] == [kept.id]


def test_a_waiting_job_is_cancelled(alice: Program, board: CompiledBoard, office: Office) -> None:
    job = alice.post(f"/boards/{board.id}/import", content=CSV, headers=TEXT).json()["id"]
    assert alice.delete(f"/jobs/{job}").json()["state"] == "cancelled"
    work(office.database, job)
    assert alice.get(f"/boards/{board.id}/items").json()["items"] == []
    assert alice.post(f"/jobs/{job}/reversal").status_code == 422


def test_the_same_upload_under_one_key_is_imported_once(alice: Program, board: CompiledBoard) -> None:
    headers = {**TEXT, "idempotency-key": "k"}
    first = alice.post(f"/boards/{board.id}/import", content=CSV, headers=headers).json()
    assert alice.post(f"/boards/{board.id}/import", content=CSV, headers=headers).json() == first
    assert alice.post(f"/boards/{board.id}/import", content=CSV + b"More;1;1\n", headers=headers).status_code == 422


def test_jobs_are_their_starters_own(alice: Program, bob: Program, board: CompiledBoard) -> None:
    job = alice.post(f"/boards/{board.id}/import", content=CSV, headers=TEXT).json()["id"]
    assert bob.get(f"/jobs/{job}").status_code == 404
    assert bob.delete(f"/jobs/{job}").status_code == 404


def test_bad_files_and_plans_are_refused_by_name(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/import"
    mapping = json.dumps([{"source": 9, "key": "name"}])
    for content, query, field in [
        (b"", "", "file"),
        (b"PK\x03\x04 no workbook", "?name=a.xlsx", "file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "?name=a.csv", "file"),
        (b"Name\n", "", "file"),
        (CSV, "?mapping={", "mapping"),
        (CSV, "?refused=perhaps", "refused"),
        (CSV, "?colour=1", "colour"),
    ]:
        answer = alice.post(f"{path}{query}", content=content, headers=TEXT)
        assert (answer.status_code // 100, answer.json().get("field")) == (4, field), answer.text
    assert alice.post(f"{path}?mapping={mapping}", content=CSV, headers=TEXT).status_code == 422
    assert alice.post(path, files={"upload": ("a.csv", CSV)}).json()["field"] == "file"
