"""Idempotency-Key: a request that is sent again gets its first answer, and nothing is done twice."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from engine.commands.answers import KEPT_FOR
from engine.models import IdempotencyKey
from engine.moment import now
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program

KEY = {"idempotency-key": "k-1"}


def count(program: Program, board: CompiledBoard) -> int:
    return len(program.get(f"/boards/{board.id}/items").json()["items"])


def test_the_first_answer_comes_again(alice: Program, board: CompiledBoard) -> None:
    path, body = f"/boards/{board.id}/items", {"values": {"name": "Paper"}}
    first = alice.post(path, json=body, headers=KEY)
    again = alice.post(path, json=body, headers=KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert {name: again.headers[name] for name in ("etag", "location", "idempotency-replayed")} == {
        "etag": first.headers["etag"],
        "location": first.headers["location"],
        "idempotency-replayed": "true",
    }
    assert count(alice, board) == 1


def test_another_body_under_the_same_key_is_refused(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/items"
    alice.post(path, json={"values": {"name": "Paper"}}, headers=KEY)
    answer = alice.post(path, json={"values": {"name": "Pen"}}, headers=KEY)
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_a_key_counts_on_its_own_route_and_for_its_own_token(
    alice: Program, board: CompiledBoard, hold_token: Callable[[Actor], Program], office: Office
) -> None:
    body = {"values": {"name": "Paper"}}
    alice.post(f"/boards/{board.id}/items", json=body, headers=KEY)
    assert alice.post(f"/boards/{board.id}/groups", json={"title": "Paris"}, headers=KEY).status_code == 201
    hold_token(office.alice).post(f"/boards/{board.id}/items", json=body, headers=KEY)
    assert count(alice, board) == 2


def test_a_refused_request_may_be_corrected_under_its_key(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/items"
    assert alice.post(path, json={"values": {"name": ""}}, headers=KEY).status_code == 422
    assert alice.post(path, json={"values": {"name": "Paper"}}, headers=KEY).status_code == 201


def test_a_key_is_forgotten_after_a_day(alice: Program, board: CompiledBoard, office: Office) -> None:
    path, body = f"/boards/{board.id}/items", {"values": {"name": "Paper"}}
    alice.post(path, json=body, headers=KEY)
    with office.write() as session:
        session.execute(sa.update(IdempotencyKey).values(created_at=now() - KEPT_FOR - timedelta(seconds=1)))
    again = alice.post(path, json=body, headers=KEY)
    assert "idempotency-replayed" not in again.headers
    assert count(alice, board) == 2
    assert alice.post(path, json=body, headers=KEY).json() == again.json()


def test_requests_at_the_same_time_are_done_once(alice: Program, board: CompiledBoard) -> None:
    def create(_: int) -> int:
        return int(
            alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper"}}, headers=KEY).json()["id"]
        )

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(create, range(12)))
    assert (len(ids), count(alice, board)) == (1, 1)


def test_a_token_is_never_told_a_second_time(alice: Program, office: Office) -> None:
    first = alice.post("/tokens", json={"title": "CI"}, headers=KEY).json()
    again = alice.post("/tokens", json={"title": "CI"}, headers=KEY).json()
    assert again == {**first, "secret": None}
    with office.read() as session:
        kept = session.scalars(sa.select(IdempotencyKey.answer)).all()
    assert first["secret"] not in json.dumps(list(kept))


def test_odd_keys_are_refused(alice: Program, board: CompiledBoard) -> None:
    for key in ("", " ", "x" * 256):
        answer = alice.post(f"/boards/{board.id}/groups", json={"title": "A"}, headers={"idempotency-key": key})
        assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_step_that_is_sent_again_is_taken_once(alice: Program, board: CompiledBoard) -> None:
    made = alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper", "quantity": 5}}, headers=KEY)
    path, less = f"/items/{made.json()['id']}", {"values": {"quantity": {"increment": -1}}}
    assert alice.patch(path, json=less, headers=KEY).json()["values"]["quantity"] == 4
    again = alice.patch(path, json=less, headers=KEY)
    assert (again.json()["values"]["quantity"], again.headers["idempotency-replayed"]) == (4, "true")
    assert alice.get(path).json()["values"]["quantity"] == 4
