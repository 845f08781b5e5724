"""The import wizard over HTTP: from the file to the result, every choice kept, nothing for strangers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.commands.jobs import work
from engine.permissions import Actor
from engine.queries.jobs import waiting_jobs
from tests.factories import Office
from tests.web.conftest import Client

ORDERS = b"Name;Day;Price;Zone\nBolt;31/01/2024;1,5;North\nNut;31/02/2024;2,25;South\nWasher;01/03/2024;3;North\n"
Browser = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def data(office: Office, tmp_path: Path) -> None:
    office.database.folder = tmp_path


def upload(client: Client, content: bytes = ORDERS, *, name: str = "orders.csv", at: str = "/import") -> str:
    """The address of the wizard that an upload leads to."""
    sent = client.post(at, files={"file": (name, content)}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def fields(page: str) -> dict[str, str]:
    """What a browser would send: the form as it is drawn."""
    page = page[page.index('<form id="wizard"') :]
    page = page[: page.index("</form>")]
    found = dict.fromkeys(re.findall(r'<select name="([^"]+)"', page), "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        options = re.findall(r"<option([^>]*)>([^<]*)", body)
        chosen = next((one for one in options if "selected" in one[0]), options[0])
        value = re.search(r'value="([^"]*)"', chosen[0])
        found[name] = value[1] if value else chosen[1]
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return {name: value.replace("&#34;", '"').replace("&amp;", "&") for name, value in found.items()}


def run(office: Office) -> None:
    with office.read() as session:
        waiting = waiting_jobs(session)
    for job_id in waiting:
        work(office.database, job_id)


def test_from_the_file_to_the_board(office: Office, alice: Client) -> None:
    where = upload(alice)
    page = alice.get(where).text
    sent = alice.post(where, data=fields(page), follow_redirects=False)
    assert sent.status_code == 303
    job = sent.headers["location"]
    assert "Waiting for its turn" in alice.get(job).text
    run(office)
    done = alice.get(f"{job}/progress").text
    assert "3 items imported." in done
    assert "February 2024 has no day 31" in done
    assert "every 500ms" not in done
    board = re.search(r"/b/\d+", done)
    assert board
    assert "Washer" in alice.get(board[0]).text


def test_what_is_found_is_shown_and_changeable(alice: Client) -> None:
    where = upload(alice)
    page = alice.get(where).text
    found = fields(page)
    assert (found["separator"], found["encoding"], found["header"], found["language"]) == (";", "utf-8", "1", "fr")
    assert [found[f"column-{n}"] for n in range(4)] == ["key:name", "type:date", "type:money", "type:text"]
    again = alice.post(f"{where}/preview", data={**found, "separator": ","}).text
    assert "Name;Day;Price;Zone" in again
    assert fields(again)["separator"] == ","


def test_problems_of_the_preview_are_marked_in_the_readers_language(office: Office, alice: Client) -> None:
    page = alice.get(upload(alice)).text
    assert 'title="February 2024 has no day 31: it has 29 days.' in page
    assert "1 cell refused" in page


def test_every_choice_survives_a_change(alice: Client) -> None:
    where = upload(alice)
    chosen = {
        **fields(alice.get(where).text),
        "title": "My orders",
        "column-3": "type:drop",
        "title-3": "Area",
        "column-1": "skip",
        "currency": "CHF",
        "group_by": "3",
        "refused": "skip",
        "run_rules": "1",
    }
    again = alice.post(f"{where}/preview", data=chosen).text
    assert fields(again) == chosen
    assert "2 groups" in again


def test_a_refused_choice_names_its_field_and_draws_nothing(alice: Client) -> None:
    where = upload(alice)
    chosen = {**fields(alice.get(where).text), "column-1": "key:name"}
    answer = alice.post(f"{where}/preview", data=chosen, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert '"field": "column-1"' in answer.headers["hx-trigger"]


def test_a_file_that_lies_is_refused_and_not_kept(alice: Client, tmp_path: Path) -> None:
    answer = alice.post("/import", files={"file": ("orders.xlsx", ORDERS)}, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert "not what its name says" in answer.headers["hx-trigger"]
    assert list((tmp_path / "files").iterdir()) == []


def test_an_encoding_that_is_not_found_is_asked_for(alice: Client) -> None:
    where = upload(alice, b"Name;Price\n\x81;1\n")
    page = alice.get(where).text
    assert "Choose its encoding" in page
    again = alice.post(f"{where}/preview", data={**fields(page), "encoding": "cp850"})
    assert "ü" in again.text


def test_a_board_takes_a_file(office: Office, alice: Client) -> None:
    board = office.stock()
    where = upload(alice, b"Name,Quantity,Status\nBolt,3,Lost\n", at=f"/import?board={board.id}")
    assert alice.get(f"/b/{board.id}/import").status_code == 200
    page = alice.get(where).text
    assert [fields(page)[f"column-{n}"] for n in range(3)] == ["key:name", "key:quantity", "key:status"]
    assert "cell refused" not in page
    alice.post(where, data=fields(page))
    run(office)
    assert "Lost" in alice.get(f"/b/{board.id}").text


def test_cancel_leads_back_to_the_choices(office: Office, alice: Client) -> None:
    where = upload(alice)
    chosen = {**fields(alice.get(where).text), "title": "My orders", "column-3": "skip"}
    job = alice.post(where, data=chosen, follow_redirects=False).headers["location"]
    cancelled = alice.delete(job).text
    assert "Nothing was kept" in cancelled
    run(office)
    back = re.search(r'href="(/import/[^"]+)"', cancelled)
    assert back
    page = fields(alice.get(back[1]).text)
    assert (page["title"], page["column-3"]) == ("My orders", "skip")


def test_undo_and_redo(office: Office, alice: Client) -> None:
    where = upload(alice)
    job = alice.post(where, data=fields(alice.get(where).text), follow_redirects=False).headers["location"]
    run(office)
    undone = alice.post(f"{job}/reversal")
    assert "The import was undone." in undone.text
    assert "3 imported items deleted." in undone.headers["hx-trigger"]
    assert "The import was undone." not in alice.delete(f"{job}/reversal").text


def test_the_refused_cells_can_be_downloaded(office: Office, alice: Client) -> None:
    where = upload(alice)
    job = alice.post(where, data=fields(alice.get(where).text), follow_redirects=False).headers["location"]
    run(office)
    listed = alice.get(f"{job}/refusals")
    assert listed.headers["content-disposition"].startswith("attachment;")
    assert "3,Day,31/02/2024," in listed.text


def test_others_see_neither_the_file_nor_the_job(office: Office, alice: Client, sign_in: Browser) -> None:
    bob, charlie = sign_in(office.bob), sign_in(office.charlie)
    where = upload(alice)
    job = alice.post(where, data=fields(alice.get(where).text), follow_redirects=False).headers["location"]
    assert bob.get(where).status_code == 404
    assert bob.get(job).status_code == 404
    assert bob.delete(job).status_code == 404
    assert charlie.get("/import").status_code == 403
    assert charlie.post("/import", files={"file": ("a.csv", ORDERS)}).status_code == 403


def test_an_empty_form_is_refused(alice: Client) -> None:
    answer = alice.post("/import", data={"x": "y"}, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.headers["hx-trigger"]
