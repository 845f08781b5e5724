"""A board's trash and its activity, in the browser."""

import re
from collections.abc import Callable

from engine.commands.columns import add_column, hide_column
from engine.commands.groups import delete_group
from engine.commands.items import change_item, create_item
from engine.commands.moving import move_items
from engine.commands.placing import delete_items
from engine.permissions import Actor
from engine.queries.groups import groups
from engine.queries.items import items_by_id
from tests.factories import Office
from tests.web.conftest import Client


def text_of(client: Client, path: str, **query: object) -> str:
    answer = client.get(path, params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2] or answer.text))


def test_an_empty_trash_says_what_it_is_for(alice: Client, office: Office) -> None:
    assert "The trash is empty" in text_of(alice, f"/b/{office.stock().id}/trash")


def test_deleted_items_are_listed_searched_and_restored(alice: Client, office: Office) -> None:
    board = office.stock()
    paper, glue = office.item(board, name="Paper"), office.item(board, name="Glue")
    with office.write() as session:
        delete_items(session, office.bob, board, [paper.id, glue.id])
    path = f"/b/{board.id}/trash"
    shown = text_of(alice, path)
    assert "Paper" in shown
    assert "Lyon" in shown
    assert "Bob Durand" in shown
    assert "Glue" not in text_of(alice, path, q="pap")
    answer = alice.post(f"/boards/{board.id}/trash/restorations", data={"id": str(paper.id)})
    assert answer.status_code == 204
    assert "undoings?step=" in answer.headers["hx-trigger"]
    assert "Paper" not in text_of(alice, path)


def test_an_item_whose_group_is_deleted_comes_to_the_first_one(alice: Client, office: Office) -> None:
    board = office.stock()
    paper = office.item(board, name="Paper")
    with office.write() as session:
        lyon, lille = groups(session, board)
        delete_items(session, office.bob, board, [paper.id])
    with office.write() as session:
        delete_group(session, office.bob, board, lyon.id)
    assert "which is deleted too" in text_of(alice, f"/b/{board.id}/trash")
    alice.post(f"/boards/{board.id}/trash/restorations", data={"id": str(paper.id)})
    with office.read() as session:
        assert [one.group_id for one in items_by_id(session, board, [paper.id])] == [lille.id]


def test_deleted_groups_and_columns_are_there_too(alice: Client, office: Office) -> None:
    board = office.stock()
    office.item(board, name="Paper")
    with office.write() as session:
        hide_column(session, office.bob, board, "price")
        delete_group(session, office.bob, board, groups(session, board)[0].id)
    shown = text_of(alice, f"/b/{board.id}/trash")
    assert "Price" in shown
    assert "Lyon" in shown
    assert "1 item" in shown


def test_activity_says_who_did_what_and_is_narrowed(alice: Client, office: Office) -> None:
    stock = office.stock()
    with office.write() as session:
        board, _ = add_column(session, office.alice, stock, "number", "Weight")
    paper = office.item(board, name="Paper")
    with office.write() as session:
        change_item(session, office.bob, board, paper.id, {"weight": 5})
        move_items(session, office.bob, board, [paper.id], groups(session, board)[1].id)
    with office.write() as session:
        change_item(session, office.alice, board, paper.id, {"status": "low"})
    path = f"/b/{board.id}/activity"
    shown = text_of(alice, path)
    for words in ("Bob Durand", "Weight", "Status", "Lyon", "Lille"):
        assert words in shown
    lines = alice.get(path, params={"who": office.bob.user_id}).text.partition('id="activity"')[2]
    assert "Lille" in lines
    assert "Low" not in lines
    lines = alice.get(path, params={"column": "weight"}).text.partition('id="activity"')[2]
    assert lines.count('class="update"') == 2, "the column was added, then changed once"
    assert "Nothing like that" in text_of(alice, path, day="2020-01-01")
    assert alice.get(path, params={"day": "soon"}).status_code == 422


def test_many_alike_at_once_are_one_line(alice: Client, office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        for name in "ABCDE":
            create_item(session, office.bob, board, {"name": name})
    assert "and 4 more items" in text_of(alice, f"/b/{board.id}/activity")


def test_a_past_value_is_put_back_and_can_be_undone(alice: Client, office: Office) -> None:
    board = office.stock()
    paper = office.item(board, name="Paper", quantity=1)
    with office.write() as session:
        change_item(session, office.bob, board, paper.id, {"quantity": 5})
    page = alice.get(f"/b/{board.id}/i/{paper.id}").text
    path, seq = re.findall(r'data-put-back="([^"]+)" data-seq="(\d+)"', page)[0]
    answer = alice.post(path, data={"seq": seq})
    assert answer.status_code == 204
    assert "undoings?step=" in answer.headers["hx-trigger"]
    with office.read() as session:
        assert items_by_id(session, board, [paper.id])[0].values["quantity"] == 1
    assert alice.post(path, data={"seq": "1"}).status_code == 404


def test_onlookers_read_the_activity_and_change_nothing(sign_in: Callable[[Actor], Client], office: Office) -> None:
    board = office.stock()
    paper = office.item(board, name="Paper", quantity=1)
    charlie = sign_in(office.charlie)
    assert "Paper" in text_of(charlie, f"/b/{board.id}/activity")
    assert "data-put-back" not in charlie.get(f"/b/{board.id}/i/{paper.id}").text
    assert charlie.post(f"/boards/{board.id}/trash/restorations", data={"id": str(paper.id)}).status_code == 403


def test_an_undo_is_in_the_activity_like_any_change(alice: Client, office: Office) -> None:
    board = office.stock()
    paper = office.item(board, name="Paper", quantity=1)
    alice.patch(f"/boards/{board.id}/items/{paper.id}/cells/quantity", data={"value": "2", "version": "1"})
    answer = alice.post(f"/boards/{board.id}/undoings")
    assert answer.status_code == 204
    assert "Undone: change Quantity" in answer.headers["hx-trigger"]
    lines = alice.get(f"/b/{board.id}/activity", params={"column": "quantity"}).text
    assert lines.count('class="update"') >= 2
    buttons = alice.get(f"/boards/{board.id}/steps").text
    assert "Redo: change Quantity" in buttons


def test_each_line_says_when_it_goes_for_good(alice: Client, office: Office) -> None:
    board = office.stock()
    paper = office.item(board, name="Paper")
    with office.write() as session:
        delete_items(session, office.bob, board, [paper.id])
        hide_column(session, office.bob, board, "price")
    assert text_of(alice, f"/b/{board.id}/trash").count("for good in 30 days") == 2
