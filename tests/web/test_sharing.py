"""The share dialog, the people page and what they lead to, over HTTP."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

import sqlalchemy as sa

from automations.deliveries import deliver
from engine.models import Delivery, Notification
from engine.notices import NoticeKind
from engine.permissions import Access, Actor, BoardRole, Role
from engine.schema.compiled import CompiledBoard
from engine.settings import Settings
from tests.factories import Office
from tests.web.conftest import Client

SignIn = Callable[[Actor], Client]


def link_in(text: str) -> str:
    found = re.search(r"/welcome/[\w-]{43}", text)
    assert found is not None
    return found[0]


def test_the_dialog_says_who_is_on_the_board(alice: Client, office: Office) -> None:
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.VIEWER)
    shown = alice.get(f"/boards/{board.id}/sharing").text
    assert "Bob Durand" in shown
    assert "Everybody in the workspace can find it" in shown
    assert 'value="charlie@example.com"' in shown


def test_who_may_not_share_sees_people_without_controls(office: Office, sign_in: SignIn) -> None:
    board = office.stock()
    shown = sign_in(office.charlie).get(f"/boards/{board.id}/sharing").text
    assert "Alice Martin" in shown
    assert "<form" not in shown
    assert "<select" not in shown


def test_a_board_is_closed_and_opened_from_the_dialog(alice: Client, office: Office, sign_in: SignIn) -> None:
    board, charlie = office.stock(), sign_in(office.charlie)
    alice.patch(f"/boards/{board.id}/sharing", data={"access": "private"})
    assert charlie.get(f"/b/{board.id}").status_code == 404
    alice.post(f"/boards/{board.id}/members", data={"email": "Charlie Petit", "role": "contributor"})
    assert charlie.get(f"/b/{board.id}").status_code == 200
    alice.delete(f"/boards/{board.id}/members/{office.charlie.user_id}")
    assert charlie.get(f"/b/{board.id}").status_code == 404


def test_somebody_unknown_is_invited_by_mail_and_link(
    alice: Client, stranger: Client, office: Office, settings: Settings
) -> None:
    board = office.stock()
    office.opened_to(board, Access.SHARED)
    shown = alice.post(f"/boards/{board.id}/members", data={"email": "eve@exemple.fr", "role": "viewer"}).text
    with office.read() as session:
        delivery = session.scalars(sa.select(Delivery)).one()
    deliver(office.database, settings, delivery.id)
    (file,) = (settings.data / "outbox").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    parts = {part.get_content_type(): part.get_content() for part in letter.iter_parts()}
    assert letter["Subject"] == "Alice Martin vous invite sur «\xa0Stock\xa0»"
    assert set(parts) == {"text/plain", "text/html"}
    assert all(link_in(part) == link_in(shown) for part in parts.values())
    assert "eve@exemple.fr" in stranger.get(link_in(shown)).text
    person = {"name": "Eve", "password": "a few plain words"}
    assert stranger.post(link_in(shown), data=person, follow_redirects=False).headers["location"] == f"/b/{board.id}"
    assert stranger.get(f"/b/{board.id}").status_code == 200


def test_a_sent_invitation_keeps_no_secret(alice: Client, office: Office, settings: Settings) -> None:
    alice.post("/admin/invitations", data={"role": "member", "email": "eve@example.org"})
    with office.read() as session:
        delivery = session.scalars(sa.select(Delivery)).one()
        assert "secret" in delivery.content
    deliver(office.database, settings, delivery.id)
    with office.read() as session:
        kept = session.scalars(sa.select(Delivery)).one()
        assert (kept.state, "secret" in kept.content) == ("sent", False)


def test_the_name_of_an_inviter_is_no_markup_in_the_mail(office: Office, sign_in: SignIn, settings: Settings) -> None:
    eve = office.joins("<b>Eve</b>\nBcc: x@example.org", Role.ADMIN)
    sign_in(eve).post("/admin/invitations", data={"role": "member", "email": "fred@example.org"})
    with office.read() as session:
        delivery = session.scalars(sa.select(Delivery)).one()
    deliver(office.database, settings, delivery.id)
    (file,) = (settings.data / "outbox").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert letter["Bcc"] is None
    assert (
        "<b>" not in next(part for part in letter.iter_parts() if part.get_content_type() == "text/html").get_content()
    )


def test_an_invitation_to_the_workspace_is_sent_again_and_withdrawn(alice: Client, stranger: Client) -> None:
    first = link_in(alice.post("/admin/invitations", data={"role": "guest", "email": "eve@example.org"}).text)
    second = link_in(alice.post("/admin/invitations/1/sending").text)
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    alice.delete("/admin/invitations/1")
    assert stranger.get(second).status_code == 404


def test_ended_access_is_given_back(alice: Client, office: Office, sign_in: SignIn) -> None:
    alice.delete(f"/admin/members/{office.bob.user_id}")
    assert "Let in again" in alice.get("/admin").text
    alice.post(f"/admin/members/{office.bob.user_id}/restoration")
    assert sign_in(office.bob).get("/").status_code == 200


def test_who_leaves_a_private_board_goes_home(office: Office, sign_in: SignIn) -> None:
    board = office.stock()
    office.opened_to(board, Access.PRIVATE)
    office.on_list(board, office.bob, BoardRole.EDITOR)
    answer = sign_in(office.bob).delete(
        f"/boards/{board.id}/members/{office.bob.user_id}", headers={"hx-request": "true"}
    )
    assert answer.headers["hx-redirect"] == "/"


def test_a_guest_sees_neither_gallery_nor_people_nor_other_boards(office: Office, sign_in: SignIn) -> None:
    shared, other, guest = office.stock(), office.stock(), office.joins("Gaston Noir", Role.GUEST)
    office.opened_to(shared, Access.SHARED)
    office.on_list(shared, guest, BoardRole.CONTRIBUTOR)
    client = sign_in(guest)
    assert client.get(f"/b/{shared.id}").status_code == 200
    assert client.get(f"/b/{other.id}").status_code == 404
    assert {client.get(path).status_code for path in ("/templates", "/admin", "/boards/new")} == {403}
    assert f"/b/{other.id}" not in client.get("/").text
    assert names_offered(client, shared) == {"Alice Martin", "Gaston Noir"}


def names_offered(client: Client, board: CompiledBoard) -> set[str]:
    """In the editor of people."""
    page = client.get(f"/b/{board.id}").text
    return {name for name in ("Alice Martin", "Bob Durand", "Charlie Petit", "Gaston Noir") if name in page}


def test_who_may_only_look_asks_for_more(office: Office, sign_in: SignIn) -> None:
    board = office.stock()
    assert sign_in(office.charlie).post(f"/boards/{board.id}/requests").status_code == 200
    with office.read() as session:
        told = session.execute(sa.select(Notification.user_id, Notification.kind, Notification.author_id)).all()
    assert told == [(office.alice.user_id, NoticeKind.ASKED, office.charlie.user_id)]
