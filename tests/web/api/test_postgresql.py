"""The API on PostgreSQL: what depends on the database's locks and types."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.schema.compiled import CompiledBoard
from engine.settings import Settings
from tests.factories import Office, open_office
from tests.web.api.conftest import Program
from tests.web.api.test_paging import walk
from tests.web.conftest import settings_for


@pytest.fixture
def office(postgresql_office_url: str) -> Iterator[Office]:
    office = open_office(postgresql_office_url)
    yield office
    office.database.close()


@pytest.fixture
def settings(tmp_path: Path, postgresql_office_url: str) -> Settings:
    return settings_for(tmp_path, postgresql_office_url)


def test_requests_at_the_same_time_are_done_once(alice: Program, board: CompiledBoard) -> None:
    def create(_: int) -> int:
        body = {"values": {"name": "Paper"}}
        return int(alice.post(f"/boards/{board.id}/items", json=body, headers={"idempotency-key": "k"}).json()["id"])

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(create, range(12)))) == 1


def test_of_two_changes_from_one_version_one_is_refused(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, quantity=0)

    def change(number: int) -> int:
        body = {"values": {"quantity": number}}
        return alice.patch(f"/items/{item.id}", json=body, headers={"if-match": '"1"'}).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(change, range(1, 9)))
    assert statuses == [200] + [412] * 7


def test_values_pages_search_and_sums(alice: Program, board: CompiledBoard, office: Office) -> None:
    path = f"/boards/{board.id}/items"
    items = [
        {"values": {"name": f"Élan {n}", "quantity": n % 3 or None, "price": "0.10", "status": "low"}} for n in range(9)
    ]
    ids = [item["id"] for item in alice.post(path, json={"items": items}).json()["items"]]
    assert sorted(walk(alice, f"{path}?limit=2&sort=-quantity")) == ids
    assert len(alice.get(f"{path}?search=elan").json()["items"]) == 9
    assert len(alice.get("/search?q=elan").json()["hits"]) == 9
    body = {"group_by": "status", "measures": [{"column": "price", "function": "sum"}]}
    [group] = alice.post(f"/boards/{board.id}/aggregate", json=body).json()["groups"]
    assert group["measures"]["price.sum"] == {"amount": "0.90", "currency": "EUR"}


def test_nothing_that_postgresql_cannot_store_gets_through(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(
        f"/boards/{board.id}/items",
        content=b'{"values": {"name": "a\\u0000b"}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422
    assert alice.get(f"/boards/{board.id}/items?search=%00").status_code == 422


def test_columns_and_boards_come_and_go(alice: Program) -> None:
    board = alice.post("/boards", json={"title": "B", "columns": [{"type": "text", "title": "Code"}]}).json()["id"]
    alice.post(f"/boards/{board}/items", json={"values": {"name": "A", "code": "7"}})
    assert alice.patch(f"/boards/{board}/columns/code", json={"type": "number"}).json()["type"] == "number"
    assert alice.get(f"/boards/{board}/items").json()["items"][0]["values"]["code"] == 7
    assert alice.delete(f"/boards/{board}").status_code == 204
