"""Home, My work, favourites and visits, as pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.models import Visit
from engine.moment import now
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def bob(sign_in: Callable[[Actor], Client], office: Office) -> Client:
    return sign_in(office.bob)


def test_my_work_by_date_with_its_status(office: Office, board: CompiledBoard, bob: Client) -> None:
    late = str(now().date() - timedelta(days=2))
    one = office.item(board, name="<Late>", owner=[office.bob.user_id], expected_on=late, status="low")
    office.item(board, name="Finished", owner=[office.bob.user_id], status="ok")
    page = bob.get("/my-work").text
    assert 'id="work-overdue"' in page
    assert "&lt;Late&gt;" in page
    assert f'data-task="{board.id}/{one.id}" data-version="1" data-column="status"' in page
    assert 'value="low" data-color="amber" selected' in page
    assert "Finished" not in page
    assert "Finished" in bob.get("/my-work?done=1").text
    assert "&lt;Late&gt;" not in bob.get("/my-work?board=999").text


def test_without_work_the_page_says_how_it_comes(bob: Client) -> None:
    assert "Nothing is assigned to you yet" in bob.get("/my-work").text


def test_a_viewer_sees_the_status_and_no_way_to_change_it(
    office: Office, board: CompiledBoard, sign_in: Callable[[Actor], Client]
) -> None:
    office.item(board, name="Look", owner=[office.charlie.user_id], status="low")
    page = sign_in(office.charlie).get("/my-work").text
    assert "Look" in page
    assert "data-finish=" not in page
    assert "<select class" not in page


def test_a_favourite_stands_at_the_top_of_the_sidebar(board: CompiledBoard, bob: Client, alice: Client) -> None:
    assert 'aria-pressed="true"' in bob.put(f"/boards/{board.id}/favourite").text
    assert f'data-id="{board.id}"' in bob.get("/").text
    assert f'data-id="{board.id}"' not in alice.get("/").text
    assert 'aria-pressed="false"' in bob.delete(f"/boards/{board.id}/favourite").text
    assert f'data-id="{board.id}"' not in bob.get("/").text


def test_favourites_are_put_in_order(office: Office, board: CompiledBoard, bob: Client) -> None:
    other = office.stock()
    for one in (board, other):
        bob.put(f"/boards/{one.id}/favourite")
    assert bob.put("/favourites", data={"ids": f"{other.id},{board.id}"}).status_code == 204
    page = bob.get("/").text
    assert page.index(f'data-id="{other.id}"') < page.index(f'data-id="{board.id}"')


def test_looking_writes_nothing_and_a_visit_is_told(office: Office, board: CompiledBoard, bob: Client) -> None:
    one = office.item(board, name="Scanner")
    bob.get(f"/b/{board.id}/i/{one.id}")
    with office.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Visit)) == 0
    assert bob.post(f"/boards/{board.id}/visits", data={"item": str(one.id)}).status_code == 204
    assert "Scanner" in bob.get("/").text
    assert bob.post(f"/boards/{board.id}/visits", data={"item": "999"}).status_code == 404


def test_somebody_from_elsewhere_gets_nowhere(
    office: Office, board: CompiledBoard, sign_in: Callable[[Actor], Client]
) -> None:
    dora = sign_in(office.dora)
    assert dora.put(f"/boards/{board.id}/favourite").status_code == 404
    assert dora.post(f"/boards/{board.id}/visits", data={}).status_code == 404


def test_home_shows_what_is_to_do_first(office: Office, board: CompiledBoard, bob: Client) -> None:
    late = str(now().date() - timedelta(days=2))
    office.item(board, name="Some day", owner=[office.bob.user_id])
    office.item(board, name="Urgent", owner=[office.bob.user_id], expected_on=late)
    page = bob.get("/").text
    assert "<b>1</b> Overdue" in page
    assert page.index("Urgent") < page.index("Some day")
