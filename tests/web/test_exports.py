"""Exports by browser and by program."""

from collections.abc import Callable

from engine.permissions import Actor
from tests.factories import Office
from tests.web.conftest import Client


def test_the_view_leaves_as_it_is_shown(office: Office, alice: Client) -> None:
    board = office.stock()
    office.item(board, name="Few", quantity=1)
    office.item(board, name="Many", quantity=9)
    query = {"filter": '{"column":"quantity","op":"gt","value":5}', "hide": "sku", "format": "csv", "scope": "view"}
    answer = alice.get(f"/boards/{board.id}/export", params=query)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert [line.split(",")[:2] for line in answer.text.splitlines()] == [["Name", "Status"], ["Many", ""]]


def test_the_whole_board_leaves_whatever_is_shown(office: Office, alice: Client) -> None:
    board = office.stock()
    office.item(board, name="Few")
    answer = alice.get(f"/boards/{board.id}/export", params={"q": "nothing", "format": "csv", "scope": "board"})
    assert answer.text.splitlines()[1].startswith("Few,")


def test_the_dialog_knows_the_view_that_the_page_shows(office: Office, alice: Client) -> None:
    board = office.stock()
    shown = {"HX-Request": "true", "HX-Current-URL": f"http://rouage.test/b/{board.id}?sort=-quantity"}
    form = alice.get(f"/boards/{board.id}/export-form", headers=shown).text
    assert 'name="sort" value="-quantity"' in form
    plain = alice.get(f"/boards/{board.id}/export-form", headers={"HX-Request": "true"}).text
    assert 'value="view"' not in plain


def test_who_may_look_may_export(office: Office, sign_in: Callable[[Actor], Client]) -> None:
    board = office.stock()
    assert "Export" in sign_in(office.charlie).get(f"/b/{board.id}").text
    assert sign_in(office.charlie).get(f"/boards/{board.id}/export?format=json").status_code == 200
    assert sign_in(office.dora).get(f"/boards/{board.id}/export?format=json").status_code == 404


def test_an_unknown_format_or_filter_gets_a_sentence(office: Office, alice: Client) -> None:
    board = office.stock()
    answer = alice.get(f"/boards/{board.id}/export?format=pdf", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "csv, json, xlsx" in answer.text


def test_a_program_exports(office: Office, api: Client) -> None:
    board = office.stock()
    office.item(board, name="Few", quantity=1)
    office.item(board, name="Many", quantity=9)
    path = f"/api/v1/boards/{board.id}/export"
    csv = api.get(path, params={"format": "csv", "sort": "-quantity", "hide": "sku"})
    assert [line.split(",")[0] for line in csv.text.splitlines()] == ["Name", "Many", "Few"]
    assert [one["values"]["quantity"] for one in api.get(path, params={"format": "json"}).json()["items"]] == [1, 9]
    assert api.get(path, params={"format": "xlsx"}).content[:2] == b"PK"
    french = api.get(path, params={"format": "csv", "bom": "true"}, headers={"Accept-Language": "fr"})
    assert french.text.startswith("\ufeffNom;SKU")
    assert api.get(path).status_code == 422
