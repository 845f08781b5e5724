"""An editor looks at a board as others see it, and changes nothing meanwhile."""

from collections.abc import Callable

import pytest

from engine.commands.column_access import change_access
from engine.permissions import Access, Actor, BoardRole, Role
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client

SignIn = Callable[[Actor], Client]


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    """The price is for editors and Bob, who contributes."""
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    office.item(board, price="4.20")
    with office.write() as session:
        access = {"see": {"roles": ["editor"], "people": [office.bob.user_id]}}
        return change_access(session, office.alice, board, "price", access)


def look(client: Client, board: CompiledBoard, place: object) -> str:
    answer = client.post(f"/boards/{board.id}/seat", data={"place": str(place)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client.get(f"/b/{board.id}").text


def test_a_role_sees_what_its_holders_see(alice: Client, board: CompiledBoard) -> None:
    shown = look(alice, board, "contributor")
    assert "You see this board as Contributor does" in shown
    assert 'data-key="price"' not in shown
    assert 'data-key="quantity"' in shown
    assert "data-readonly" in look(alice, board, "viewer")


def test_a_person_sees_what_they_see(alice: Client, board: CompiledBoard, office: Office, sign_in: SignIn) -> None:
    shown = look(alice, board, office.bob.user_id)
    assert "You see this board as Bob Durand does" in shown
    assert 'data-key="price"' in shown
    theirs = sign_in(office.bob).get(f"/b/{board.id}").text
    assert [line for line in shown.splitlines() if "<tr id=" in line] == [
        line for line in theirs.splitlines() if "<tr id=" in line
    ]


def test_nothing_is_changed_meanwhile_and_all_is_as_before_afterwards(alice: Client, board: CompiledBoard) -> None:
    look(alice, board, "contributor")
    refused = alice.patch(f"/boards/{board.id}", data={"title": "Mine"})
    assert refused.status_code == 403
    assert "Leave this preview first" in refused.text
    alice.delete(f"/boards/{board.id}/seat")
    assert 'data-key="price"' in alice.get(f"/b/{board.id}").text
    assert alice.patch(f"/boards/{board.id}", data={"title": "Mine"}).status_code == 204


def test_the_look_is_of_one_board(alice: Client, board: CompiledBoard, office: Office) -> None:
    other = office.stock()
    look(alice, board, "viewer")
    assert "You see this board as" not in alice.get(f"/b/{other.id}").text


@pytest.mark.parametrize("place", ["viewer", "1"])
def test_only_who_shares_the_board_looks_as_others(
    board: CompiledBoard, office: Office, sign_in: SignIn, place: str
) -> None:
    bob = sign_in(office.bob)
    assert bob.post(f"/boards/{board.id}/seat", data={"place": place}).status_code == 403
    bob.cookies.set("seat", f"{board.id}-{place}")
    assert "You see this board as" not in bob.get(f"/b/{board.id}").text


def test_a_forged_seat_gives_nothing(board: CompiledBoard, office: Office, sign_in: SignIn) -> None:
    office.opened_to(board, Access.PRIVATE)
    charlie = sign_in(office.charlie)
    for place in ("editor", str(office.alice.user_id), "x", "999999999999999999999"):
        charlie.cookies.set("seat", f"{board.id}-{place}")
        assert charlie.get(f"/b/{board.id}").status_code == 404


def test_who_does_not_see_the_board_is_nobody_to_look_as(alice: Client, board: CompiledBoard, office: Office) -> None:
    guest = office.joins("Gaston Noir", Role.GUEST)
    for place in (guest.user_id, office.dora.user_id, "king"):
        assert alice.post(f"/boards/{board.id}/seat", data={"place": str(place)}).status_code == 404
