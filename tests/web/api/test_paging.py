"""Paging: every item exactly once, whatever is created meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def walk(program: Program, path: str) -> list[int]:
    """Ids on all pages, by `cursor`."""
    found: list[int] = []
    cursor = ""
    while True:
        page = program.get(f"{path}&cursor={cursor}" if cursor else path).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            return found


@pytest.mark.parametrize("sort", ["", "&sort=quantity", "&sort=-quantity,name"])
def test_every_item_comes_once_while_others_are_created(alice: Program, board: CompiledBoard, sort: str) -> None:
    path = f"/boards/{board.id}/items"
    before = [{"values": {"name": f"Item {number}", "quantity": number % 4 or None}} for number in range(60)]
    ids = {item["id"] for item in alice.post(path, json={"items": before}).json()["items"]}

    def create(number: int) -> int:
        made = alice.post(path, json={"values": {"name": f"New {number}", "quantity": number % 5}})
        return int(made.json()["id"])

    with ThreadPoolExecutor(2) as pool:
        meanwhile = [pool.submit(create, number) for number in range(20)]
        found = walk(alice, f"{path}?limit=7{sort}")
    created = {future.result() for future in meanwhile}
    assert len(found) == len(set(found))
    assert ids <= set(found) <= ids | created


def test_the_link_header_leads_to_the_next_page(alice: Program, board: CompiledBoard, office: Office) -> None:
    for number in range(3):
        office.item(board, name=f"Item {number}")
    first = alice.get(f"/boards/{board.id}/items?limit=2&sort=name")
    link = first.links["next"]["url"].removeprefix("/api/v1")
    second = alice.get(link)
    assert [item["values"]["name"] for item in second.json()["items"]] == ["Item 2"]
    assert "link" not in second.headers


def test_a_cursor_of_another_sort_is_refused(alice: Program, board: CompiledBoard, office: Office) -> None:
    for number in range(3):
        office.item(board, name=f"Item {number}")
    cursor = alice.get(f"/boards/{board.id}/items?limit=1&sort=name").json()["cursor"]
    answer = alice.get(f"/boards/{board.id}/items?limit=1&cursor={cursor}")
    assert (answer.status_code, answer.json()["field"]) == (422, "cursor")


def test_the_total_is_told_where_it_is_asked_for(alice: Program, board: CompiledBoard, office: Office) -> None:
    for _ in range(3):
        office.item(board)
    path = f"/boards/{board.id}/items"
    assert alice.get(path, params={"limit": 2, "total": "true", "sort": "-name"}).json()["total"] == 3
    assert "total" not in alice.get(path).json()
