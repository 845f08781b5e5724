"""Sharing, members and invitations through the API."""

import pytest
import sqlalchemy as sa

from engine.models import Delivery
from engine.permissions import Access, BoardRole
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


def test_a_board_is_closed_and_shared(alice: Program, bob: Program, office: Office, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}"
    changed = alice.patch(f"{path}/sharing", json={"access": "private"})
    assert changed.json() == {"access": "private", "default_role": "editor"}
    assert bob.get(path).status_code == 404
    assert [one["id"] for one in bob.get("/boards").json()["boards"]] == []
    added = alice.post(f"{path}/members", json={"user": office.bob.user_id, "role": "viewer"})
    assert [(one["name"], one["role"]) for one in added.json()["members"]] == [
        ("Alice Martin", "editor"),
        ("Bob Durand", "viewer"),
    ]
    assert bob.get(path).status_code == 200
    assert bob.post(f"{path}/items", json={"values": {"name": "Card"}}).status_code == 403
    alice.patch(f"{path}/members/{office.bob.user_id}", json={"role": "contributor"})
    assert bob.post(f"{path}/items", json={"values": {"name": "Card"}}).status_code == 201
    assert bob.delete(f"{path}/members/{office.bob.user_id}").status_code == 204
    assert bob.get(path).status_code == 404


def test_somebody_unknown_is_invited_by_mail(alice: Program, office: Office, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}"
    alice.post(f"{path}/members", json={"email": "eve@example.org", "role": "editor"})
    (line,) = alice.get(f"{path}/invitations").json()["invitations"]
    assert (line["email"], line["role"]) == ("eve@example.org", "editor")
    assert alice.post(f"{path}/invitations/{line['id']}/sending").status_code == 204
    assert alice.delete(f"{path}/invitations/{line['id']}").status_code == 204
    assert alice.get(f"{path}/invitations").json() == {"invitations": []}
    with office.read() as session:
        assert session.scalars(sa.select(Delivery.kind)).all()[0] == "invitation"


def test_nobody_is_named_without_user_or_email(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/members", json={"role": "editor"})
    assert (answer.status_code, answer.json()["field"]) == (422, "user")


def test_members_are_managed_by_administrators_alone(alice: Program, bob: Program, office: Office) -> None:

    assert bob.get("/members").status_code == 403
    assert alice.patch(f"/members/{office.bob.user_id}", json={"role": "admin"}).json()["role"] == "admin"
    assert bob.get("/members").status_code == 200
    assert bob.patch(f"/members/{office.alice.user_id}", json={"role": "member"}).status_code == 403
    assert alice.patch(f"/members/{office.alice.user_id}", json={"role": "member"}).status_code == 422
    assert alice.delete(f"/members/{office.bob.user_id}").status_code == 204
    assert bob.get("/me").status_code == 401
    assert alice.post(f"/members/{office.bob.user_id}/restoration").status_code == 204


def test_an_invitation_never_shows_its_secret(alice: Program) -> None:
    made = alice.post("/invitations", json={"email": "eve@example.org", "role": "viewer"})
    assert made.status_code == 201
    assert set(made.json()) == {"id", "email", "role", "board", "expires_at"}
    assert alice.delete(f"/invitations/{made.json()['id']}").status_code == 204


def test_a_column_is_hidden_through_the_api(alice: Program, bob: Program, office: Office, board: CompiledBoard) -> None:
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    path = f"/boards/{board.id}"
    item = office.item(board, sku="secret", quantity=3)
    shown = alice.patch(f"{path}/columns/sku", json={"access": {"see": {"roles": ["editor"]}}}).json()
    assert shown["access"] == {"see": {"roles": ["editor"], "people": []}}
    alice.patch(f"{path}/columns/quantity", json={"access": {"edit": {"people": [office.alice.user_id]}}})
    assert "sku" not in bob.get(f"/items/{item.id}").json()["values"]
    assert bob.get(f"{path}/columns/sku").status_code in (404, 405)
    assert bob.get(f"{path}/items", params={"search": "secret"}).json()["items"] == []
    assert bob.get(f"{path}/items", params={"sort": "sku"}).status_code == 422
    assert "secret" not in bob.get(f"{path}/events").text
    refused = bob.patch(f"/items/{item.id}", json={"values": {"quantity": 4}})
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (403, "locked", "quantity")
    assert refused.json()["detail"] == "Only Alice Martin may change Quantity."
    columns = {one["key"]: one["read_only"] for one in bob.get(f"{path}/columns").json()["columns"]}
    assert columns["quantity"]
    assert not columns["status"]


def test_a_repeated_request_is_not_answered_to_who_lost_the_board(
    alice: Program, bob: Program, office: Office, board: CompiledBoard
) -> None:
    path = f"/boards/{board.id}/items"
    once = {"json": {"values": {"name": "Card", "price": "3"}}, "headers": {"Idempotency-Key": "k1"}}
    assert bob.post(path, **once).status_code == 201
    assert bob.post(path, **once).headers["Idempotency-Replayed"] == "true"
    alice.patch(f"/boards/{board.id}/columns/price", json={"access": {"see": {"roles": [], "people": []}}})
    refused = bob.post(path, **once)
    assert refused.status_code == 403
    assert "price" not in refused.text
    office.opened_to(board, Access.PRIVATE)
    assert bob.post(path, **once).status_code == 404
