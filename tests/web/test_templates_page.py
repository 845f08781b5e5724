"""The gallery: what a template holds is shown before it is installed, and its samples go in one click."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.permissions import Actor
from tests.factories import Office
from tests.web.conftest import Client

INSTALL = "/templates/stock.inventory/installation"


def test_the_gallery_shows_columns_and_rules(alice: Client) -> None:
    page = alice.get("/templates").text
    assert "Reorder level" in page
    assert "When Quantity becomes less than Reorder level" in page
    assert "With 9 sample items" in page


def test_install_leads_to_the_board(alice: Client) -> None:
    sent = alice.post(INSTALL, data={"samples": "1"}, follow_redirects=False)
    assert sent.status_code == 303
    page = alice.get(sent.headers["location"]).text
    assert "Lyon warehouse" in page
    assert "Nitrile gloves" in page


def test_install_without_samples(alice: Client) -> None:
    board = alice.post(INSTALL, data={"x": ""}, follow_redirects=False).headers["location"]
    page = alice.get(board).text
    assert "Lyon warehouse" in page
    assert "Nitrile gloves" not in page


def test_samples_go_and_come_back(alice: Client) -> None:
    board = alice.post(INSTALL, data={"samples": "1"}, follow_redirects=False).headers["location"]
    number = board.rsplit("/", 1)[1]
    gone = alice.delete(f"/boards/{number}/samples")
    undo = re.search(r'"undo": "([^"]+)"', gone.headers["hx-trigger"])
    assert undo
    assert "Nitrile gloves" not in alice.get(board).text
    alice.post(undo[1])
    assert "Nitrile gloves" in alice.get(board).text


def test_a_viewer_sees_the_gallery_but_installs_nothing(office: Office, sign_in: Callable[[Actor], Client]) -> None:
    charlie = sign_in(office.charlie)
    page = charlie.get("/templates")
    assert page.status_code == 200
    assert "installation" not in page.text
    assert charlie.post(INSTALL, data={"samples": "1"}).status_code == 403


def test_the_board_names_its_samples_until_they_are_gone(alice: Client) -> None:
    board = alice.post(INSTALL, data={"samples": "1"}, follow_redirects=False).headers["location"]
    assert "9 items here are samples." in alice.get(board).text
    alice.delete(f"/boards/{board.rsplit('/', 1)[1]}/samples")
    assert "samples" not in alice.get(board).text


def test_the_saved_views_are_tabs(alice: Client) -> None:
    board = alice.post(INSTALL, data={"samples": "1"}, follow_redirects=False).headers["location"]
    address = re.search(r'<a href="([^"]+)" data-go>\s*<span class="clip">To reorder</span>', alice.get(board).text)
    assert address
    page = alice.get(address[1].replace("&amp;", "&")).text
    assert re.search(r'aria-current="page">\s*<span class="clip">To reorder</span>', page)
    assert "Nitrile gloves" in page
    assert "A4 paper" not in page
