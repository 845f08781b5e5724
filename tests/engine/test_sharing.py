"""Who shares a board, with whom, and what becomes of those who are not here yet."""

import pytest
import sqlalchemy as sa

from engine.commands.invitations import resend_invitation, use_invitation
from engine.commands.members import remove_member
from engine.commands.sharing import (
    add_board_member,
    add_by_email,
    ask_for_role,
    remove_board_member,
    share_board,
)
from engine.errors import Forbidden, Invalid, NotFound
from engine.models import Delivery, Notification, Step
from engine.notices import NoticeKind
from engine.permissions import Access, Actor, BoardRole, Role
from engine.queries.board_members import board_invitations, board_members
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def granted(office: Office, board: CompiledBoard, person: Actor) -> bool:
    return office.seen(board, person).may("item:edit")


def add(office: Office, board: CompiledBoard, email: str, role: BoardRole, by: Actor | None = None) -> str | None:
    with office.write() as session:
        return add_by_email(session, by or office.alice, board, email, role)


def test_whoever_is_added_sees_the_board_and_is_told(office: Office) -> None:
    board = office.stock()
    office.opened_to(board, Access.PRIVATE)
    assert add(office, board, " BOB@example.com ", BoardRole.CONTRIBUTOR) is None
    assert granted(office, board, office.bob)
    with office.read() as session:
        told = session.execute(sa.select(Notification.user_id, Notification.kind)).all()
    assert told == [(office.bob.user_id, NoticeKind.INVITED)]


def test_whoever_is_removed_sees_nothing(office: Office) -> None:
    board = office.stock()
    office.opened_to(board, Access.PRIVATE)
    office.on_list(board, office.bob, BoardRole.EDITOR)
    with office.write() as session:
        remove_board_member(session, office.alice, board, office.bob.user_id)
    with pytest.raises(NotFound):
        office.seen(board, office.bob)


def test_anybody_may_leave_and_only_editors_remove_others(office: Office) -> None:
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    office.on_list(board, office.charlie, BoardRole.VIEWER)
    seen = office.seen(board, office.bob)
    with office.write() as session, pytest.raises(Forbidden, match="role Editor"):
        remove_board_member(session, office.bob, seen, office.charlie.user_id)
    with office.write() as session:
        remove_board_member(session, office.bob, seen, office.bob.user_id)
        assert {line.user_id for line in board_members(session, board)} == {
            office.alice.user_id,
            office.charlie.user_id,
        }


def test_whoever_closes_a_board_stays_on_its_list(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        share_board(session, office.bob, office.seen(board, office.bob), access=Access.PRIVATE)
    assert granted(office, board, office.bob)
    with pytest.raises(NotFound):
        office.seen(board, office.charlie)


def test_who_may_only_look_at_items_does_not_share(office: Office) -> None:
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    seen = office.seen(board, office.bob)
    for share in (
        lambda session: share_board(session, office.bob, seen, access=Access.PRIVATE),
        lambda session: add_board_member(session, office.bob, seen, office.bob.user_id, BoardRole.EDITOR),
        lambda session: add_by_email(session, office.bob, seen, "eve@example.org", BoardRole.VIEWER),
    ):
        with office.write() as session, pytest.raises(Forbidden, match="role Editor"):
            share(session)


def test_guests_come_to_shared_boards_only_and_never_as_editors(office: Office) -> None:
    board, guest = office.stock(), office.joins("Gaston Noir", Role.GUEST)
    with pytest.raises(Invalid, match="Share the board with guests first"):
        add(office, board, "gaston@example.com", BoardRole.VIEWER)
    office.opened_to(board, Access.SHARED)
    with pytest.raises(Invalid, match="Choose Contributor or Viewer"):
        add(office, board, "gaston@example.com", BoardRole.EDITOR)
    add(office, board, "gaston@example.com", BoardRole.CONTRIBUTOR)
    assert granted(office, board, guest)


def test_a_stranger_is_invited_and_lands_on_the_board(office: Office) -> None:
    board = office.stock()
    office.opened_to(board, Access.SHARED)
    office.on_list(board, office.bob, BoardRole.EDITOR)
    secret = add(office, board, "eve@exemple.fr", BoardRole.VIEWER, by=office.bob)
    assert secret is not None
    with office.write() as session:
        letter = session.scalars(sa.select(Delivery)).one()
        assert (letter.content["to"], letter.content["language"]) == ("eve@exemple.fr", "fr")
        person = {"email": "other@example.org", "name": "Eve Roux", "password_hash": "-"}
        arrival = use_invitation(session, secret, **person, language="fr")
    assert arrival.board_id == board.id
    assert arrival.actor.role is Role.GUEST
    assert not granted(office, board, arrival.actor)
    with office.read() as session:
        assert "eve@exemple.fr" in {line.email for line in board_members(session, board)}
        assert board_invitations(session, board) == []


def test_members_invite_strangers_to_shared_boards_only_administrators_to_all(office: Office) -> None:
    board = office.stock()
    with pytest.raises(Invalid, match="ask an administrator"):
        add(office, board, "eve@example.org", BoardRole.EDITOR, by=office.bob)
    secret = add(office, board, "eve@example.org", BoardRole.EDITOR)
    with office.write() as session:
        arrival = use_invitation(session, secret or "", email="", name="Eve", password_hash="-", language="en")
    assert arrival.actor.role is Role.MEMBER


def test_an_invitation_sent_again_ends_the_first_link(office: Office) -> None:
    board = office.stock()
    first = add(office, board, "eve@example.org", BoardRole.EDITOR)
    with office.write() as session:
        (line,) = board_invitations(session, board)
        second = resend_invitation(session, office.alice, line, board)
    person = {"email": "", "name": "Eve", "password_hash": "-"}
    with office.write() as session, pytest.raises(NotFound):
        use_invitation(session, first or "", **person, language="en")
    with office.write() as session:
        use_invitation(session, second, **person, language="en")


def test_whose_access_was_ended_is_not_added(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        remove_member(session, office.alice, office.bob.user_id)
    with pytest.raises(Invalid, match="was ended"):
        add(office, board, "bob@example.com", BoardRole.VIEWER)


def test_sharing_is_no_step_to_undo(office: Office) -> None:
    board = office.stock()
    with office.read() as session:
        before = session.scalars(sa.select(Step.last_seq).order_by(Step.id)).all()
    add(office, board, "bob@example.com", BoardRole.VIEWER)
    with office.read() as session:
        assert session.scalars(sa.select(Step.last_seq).order_by(Step.id)).all() == before


def test_editors_are_told_when_somebody_asks_for_more(office: Office) -> None:
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.EDITOR)
    with office.write() as session:
        ask_for_role(session, office.charlie, office.seen(board, office.charlie))
    with office.read() as session:
        told = session.execute(sa.select(Notification.user_id, Notification.kind).order_by(Notification.user_id)).all()
    assert told == [(office.alice.user_id, NoticeKind.ASKED), (office.bob.user_id, NoticeKind.ASKED)]
