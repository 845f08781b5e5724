"""The page of notifications, its filters, and marking as read and unread."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine.commands.updates import write_update
from engine.models import Board
from engine.permissions import Actor
from engine.queries.items import BoardItem
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def bob(sign_in: Callable[[Actor], Client], office: Office) -> Client:
    return sign_in(office.bob)


@pytest.fixture
def one(office: Office, board: CompiledBoard) -> BoardItem:
    """An item that Alice gave to Bob, and about which she mentioned him."""
    made = office.item(board, name="Scanner", owner=[office.bob.user_id])
    with office.write() as session:
        html = f'<span data-mention="{office.bob.user_id}"></span> look'
        write_update(session, office.alice, board, made.id, html)
    return made


def test_each_says_who_did_what_where(one: BoardItem, bob: Client) -> None:
    page = bob.get("/notifications").text
    assert "Alice Martin assigned you “Scanner”" in page
    assert "Alice Martin mentioned you on “Scanner”" in page
    assert "Stock ·" in page
    assert ">2</span>" in bob.get("/notifications/unread").text


def test_filters(one: BoardItem, bob: Client) -> None:
    assert "assigned you" not in bob.get("/notifications?kind=mentioned").text
    bob.post("/notifications/reading")
    assert "You are up to date" in bob.get("/notifications?unread=1").text
    assert "No notification of this kind" in bob.get("/notifications?kind=replied").text


def test_a_click_marks_it_and_leads_to_the_update(one: BoardItem, board: CompiledBoard, bob: Client) -> None:
    answer = bob.post("/notifications/2/reading", follow_redirects=False)
    assert answer.headers["location"] == f"/b/{board.id}/i/{one.id}#update-1"
    assert ">1</span>" in bob.get("/notifications/unread").text
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert "unread" in bob.delete("/notifications/2/reading", headers=headers).text
    assert ">2</span>" in bob.get("/notifications/unread").text


def test_many_lead_to_my_work_on_the_board(office: Office, board: CompiledBoard, bob: Client) -> None:
    for name in "ABC":
        office.item(board, name=name, owner=[office.bob.user_id])
    assert "Alice Martin assigned you 3 items" in bob.get("/notifications").text
    answer = bob.post("/notifications/1/reading", follow_redirects=False)
    assert answer.headers["location"] == f"/my-work?board={board.id}"


def test_a_board_that_was_closed_takes_its_notices_along(
    office: Office, board: CompiledBoard, one: BoardItem, bob: Client
) -> None:
    with office.write() as session:
        session.execute(sa.update(Board).where(Board.id == board.id).values(access="private"))
    page = bob.get("/notifications").text
    assert "Scanner" not in page
    assert ">2</span>" not in bob.get("/notifications/unread").text
    assert bob.post("/notifications/2/reading", follow_redirects=False).status_code == 404


def test_somebody_else_s_notification_is_not_there(one: BoardItem, alice: Client) -> None:
    assert alice.post("/notifications/2/reading", follow_redirects=False).status_code == 404


def test_what_comes_by_mail_is_chosen_on_the_account_page(one: BoardItem, bob: Client) -> None:
    assert bob.post("/me/mail", data={"kind": ["mentioned", "replied"]}).status_code == 204
    page = bob.get("/me").text
    assert 'value="mentioned" checked' in page
    assert 'value="assigned" checked' not in page


def test_a_page_of_many_asks_a_fixed_number_of_questions(office: Office, bob: Client) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        engine = bob.app.state.database.reader
        sa.event.listen(engine, "before_cursor_execute", note)
        bob.get("/notifications")
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in seen if one.startswith("SELECT")])

    boards = [office.stock() for _ in range(3)]
    office.item(boards[0], owner=[office.bob.user_id])
    first = statements()
    for board in boards[1:]:
        office.item(board, owner=[office.bob.user_id])
    assert statements() == first
