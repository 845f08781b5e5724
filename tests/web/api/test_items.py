"""Items over the API: values, lists, changes, versions."""

import json
from urllib.parse import quote

import pytest

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def names(program: Program, board: CompiledBoard, query: str = "") -> list[str]:
    answer = program.get(f"/boards/{board.id}/items{query}")
    assert answer.status_code == 200, answer.text
    return [item["values"]["name"] for item in answer.json()["items"]]


def where(tree: object) -> str:
    return f"?filter={quote(json.dumps(tree))}"


def test_values_come_back_as_json(alice: Program, board: CompiledBoard, office: Office) -> None:
    values = {
        "name": "Paper",
        "sku": "P-1",
        "status": "low",
        "quantity": 12.5,
        "price": {"amount": "12.50", "currency": "EUR"},
        "reorder_level": None,
        "expected_on": "2026-11-28",
        "owner": [office.bob.user_id],
        "fragile": True,
        "discount": 0.1,
        "notes": "Two\nlines",
    }
    answer = alice.post(f"/boards/{board.id}/items", json={"values": values})
    assert answer.status_code == 201
    assert answer.json()["values"] == values
    assert answer.headers["location"] == f"/api/v1/items/{answer.json()['id']}"
    assert alice.get(f"/items/{answer.json()['id']}").json() == answer.json()


def test_typed_text_is_read_in_the_language_of_the_request(alice: Program, board: CompiledBoard) -> None:
    body = {"values": {"name": "Papier", "quantity": "1 234,5", "expected_on": "28/11/2026"}}
    answer = alice.post(f"/boards/{board.id}/items", json=body, headers={"accept-language": "fr-FR"})
    assert answer.json()["values"]["quantity"] == 1234.5
    assert answer.json()["values"]["expected_on"] == "2026-11-28"


def test_many_are_created_in_their_order_and_groups(alice: Program, board: CompiledBoard) -> None:
    lyon, lille = (group["id"] for group in alice.get(f"/boards/{board.id}/groups").json()["groups"])
    items = [{"values": {"name": str(number)}, "group": (lyon, lille)[number % 2]} for number in range(6)]
    answer = alice.post(f"/boards/{board.id}/items", json={"items": items})
    assert answer.status_code == 201
    made = answer.json()["items"]
    assert [(item["values"]["name"], item["group"]) for item in made] == [
        (str(n), (lyon, lille)[n % 2]) for n in range(6)
    ]
    assert names(alice, board, f"?group={lille}") == ["1", "3", "5"]


def test_one_bad_item_of_many_refuses_all_and_is_named(alice: Program, board: CompiledBoard) -> None:
    items = [
        {"values": {"name": "Good"}},
        {"values": {"name": "Bad", "quantity": "many", "nope": 1}},
        {"values": {"name": "", "price": 3}},
        {"values": {"name": "Lost"}, "group": 999},
    ]
    answer = alice.post(f"/boards/{board.id}/items", json={"items": items})
    assert answer.status_code == 422
    fields = [error["field"] for error in answer.json()["errors"]]
    assert (
        fields == ["items[1].quantity", "items[1].nope", "items[2].name", "items[3].group"]
        or "items[3].group" in fields
    )
    assert names(alice, board) == []


def test_more_than_a_thousand_at_once_are_refused(alice: Program, board: CompiledBoard) -> None:
    items = [{"values": {"name": "x"}}] * 1001
    answer = alice.post(f"/boards/{board.id}/items", json={"items": items})
    assert (answer.status_code, answer.json()["detail"]) == (422, "“items” holds at most 1000 entries.")


def test_items_are_filtered_sorted_and_searched(alice: Program, board: CompiledBoard, office: Office) -> None:
    for name, quantity, status in [("Éclair", 3, "low"), ("Pen", None, "ok"), ("Paper", 9, "low")]:
        office.item(board, name=name, quantity=quantity, status=status)
    assert names(alice, board, where({"column": "status", "op": "is", "value": "low"})) == ["Éclair", "Paper"]
    assert names(alice, board, "?sort=-quantity,name") == ["Paper", "Éclair", "Pen"]
    assert names(alice, board, "?search=ECL") == ["Éclair"]
    tree = {"or": [{"column": "quantity", "op": "is_empty"}, {"column": "quantity", "op": "gt", "value": 5}]}
    assert names(alice, board, where(tree)) == ["Pen", "Paper"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (where({"column": "nope", "op": "is", "value": 1}), "nope"),
        (where({"column": "quantity", "op": "smells", "value": 1}), "quantity"),
        (where({"column": "quantity", "op": "gt", "value": "many"}), "quantity"),
        (where({"column": "quantity"}), "filter"),
        (where({"and": "x"}), "filter"),
        (where([]), "filter"),
        ("?filter={oops", "filter"),
        ("?sort=nope", "nope"),
        ("?sort=" + ",".join(["name"] * 11), "sort"),
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?limit=ten", "limit"),
        ("?cursor=%21%21", "cursor"),
        ("?cursor=WzEsMl0", "cursor"),
        ("?group=x", "group"),
        ("?search=%00", "search"),
        ("?fitler=1", "fitler"),
    ],
)
def test_bad_lists_are_refused_by_name(alice: Program, board: CompiledBoard, query: str, field: str) -> None:
    answer = alice.get(f"/boards/{board.id}/items{query}")
    assert (answer.status_code // 100, answer.json().get("field")) == (4, field)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "A", "nope": 1}, "nope"),
        ({"name": "A", "quantity": "many"}, "quantity"),
        ({"name": "A", "quantity": {"amount": 1}}, "quantity"),
        ({"name": "A", "quantity": -1}, "quantity"),
        ({"name": "A", "quantity": 1e300}, "quantity"),
        ({"name": "A", "price": {"amount": "12.50", "currency": "USD"}}, "price"),
        ({"name": "A", "price": {"amount": "x"}}, "price"),
        ({"name": "A", "status": "nope"}, "status"),
        ({"name": "A", "status": ["low"]}, "status"),
        ({"name": "A", "expected_on": "31/02/2026"}, "expected_on"),
        ({"name": "A", "owner": [999]}, "owner"),
        ({"name": "A", "owner": {"id": 1}}, "owner"),
        ({"name": "A", "fragile": "perhaps"}, "fragile"),
        ({"name": "A" * 300}, "name"),
        ({}, "name"),
    ],
)
def test_bad_values_are_refused_by_column(
    alice: Program, board: CompiledBoard, values: dict[str, object], field: str
) -> None:
    answer = alice.post(f"/boards/{board.id}/items", json={"values": values})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


def test_cells_change_and_the_rest_stays(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, quantity=5, sku="P-1")
    answer = alice.patch(f"/items/{item.id}", json={"values": {"quantity": 7}})
    assert (answer.headers["etag"], answer.json()["version"]) == ('"2"', 2)
    assert answer.json()["values"] == {**item.values, "quantity": 7}


def test_what_is_already_so_makes_no_new_version(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, quantity=5)
    assert alice.patch(f"/items/{item.id}", json={"values": {"quantity": 5}}).headers["etag"] == '"1"'


def test_an_item_moves_to_another_group(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board)
    lille = alice.get(f"/boards/{board.id}/groups").json()["groups"][1]["id"]
    answer = alice.patch(f"/items/{item.id}", json={"group": lille, "values": {"quantity": 1}})
    assert (answer.json()["group"], answer.json()["values"]["quantity"]) == (lille, 1)
    assert alice.patch(f"/items/{item.id}", json={"group": 999}).status_code == 404


def test_a_stale_etag_writes_nothing_and_gets_both_values(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, quantity=5)
    read = alice.get(f"/items/{item.id}").headers["etag"]
    alice.patch(f"/items/{item.id}", json={"values": {"quantity": 6}}, headers={"if-match": read})
    stale = alice.patch(f"/items/{item.id}", json={"values": {"quantity": 7, "sku": "X"}}, headers={"if-match": read})
    assert stale.status_code == 412
    assert {name: stale.json()[name] for name in ("field", "yours", "theirs", "version")} == {
        "field": "quantity",
        "yours": 7,
        "theirs": 6,
        "version": 2,
    }
    assert alice.get(f"/items/{item.id}").json()["values"]["sku"] is None
    assert alice.delete(f"/items/{item.id}", headers={"if-match": read}).status_code == 412


def test_a_base_version_lets_other_cells_pass(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board, quantity=5)
    alice.patch(f"/items/{item.id}", json={"values": {"quantity": 6}})
    other = alice.patch(f"/items/{item.id}", json={"values": {"sku": "X"}, "base_version": 1})
    assert other.status_code == 200
    same = alice.patch(f"/items/{item.id}", json={"values": {"quantity": 7}, "base_version": 1})
    assert (same.status_code, same.json()["yours"], same.json()["theirs"]) == (409, 7, 6)


def test_a_wildcard_and_a_list_of_etags_match(alice: Program, board: CompiledBoard, office: Office) -> None:
    path = f"/items/{office.item(board).id}"
    assert alice.patch(path, json={"values": {"quantity": 1}}, headers={"if-match": "*"}).status_code == 200
    assert alice.patch(path, json={"values": {"quantity": 2}}, headers={"if-match": '"1", W/"2"'}).status_code == 200
    assert (
        alice.patch(path, json={"values": {"quantity": 3}}, headers={"if-match": "three"}).json()["field"] == "If-Match"
    )


def test_an_unchanged_item_is_not_sent_again(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board)
    answer = alice.get(f"/items/{item.id}", headers={"if-none-match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert alice.get(f"/items/{item.id}", headers={"if-none-match": '"7"'}).status_code == 200


def test_stamps_are_read_only(alice: Program, board: CompiledBoard, office: Office) -> None:
    alice.post(f"/boards/{board.id}/columns", json={"type": "created", "title": "Created"})
    item = office.item(office.board(board.id))
    answer = alice.patch(f"/items/{item.id}", json={"values": {"created": "2026-01-01"}})
    assert (answer.status_code, answer.json()["field"]) == (422, "created")
    assert set(alice.get(f"/items/{item.id}").json()["values"]["created"]) == {"at", "by"}


def test_a_deleted_item_is_gone(alice: Program, board: CompiledBoard, office: Office) -> None:
    item = office.item(board)
    assert alice.delete(f"/items/{item.id}").status_code == 204
    assert alice.get(f"/items/{item.id}").status_code == 404
    assert alice.patch(f"/items/{item.id}", json={"values": {}}).status_code == 404
    assert alice.delete(f"/items/{item.id}").status_code == 404


@pytest.mark.parametrize("item_id", ["0", "999", "99999999999999999999999999"])
def test_an_id_of_nothing_is_not_found(alice: Program, item_id: str) -> None:
    assert alice.get(f"/items/{item_id}").status_code == 404


def several(alice: Program, board: CompiledBoard, count: int = 3) -> list[int]:
    items = [{"values": {"name": f"Item {n}", "quantity": n}} for n in range(count)]
    return [item["id"] for item in alice.post(f"/boards/{board.id}/items", json={"items": items}).json()["items"]]


def test_many_items_change_at_once(alice: Program, board: CompiledBoard) -> None:
    ids = several(alice, board)
    body = {"items": [{"id": one, "values": {"quantity": "9", "status": "low"}} for one in ids]}
    answer = alice.patch(f"/boards/{board.id}/items", json=body)
    assert answer.status_code == 200
    assert [(item["id"], item["version"], item["values"]["quantity"]) for item in answer.json()["items"]] == [
        (one, 2, 9) for one in ids
    ]
    assert answer.json()["refused"] == []


def test_one_wrong_cell_keeps_all_from_changing(alice: Program, board: CompiledBoard) -> None:
    ids = several(alice, board)
    items = [
        {"id": ids[0], "values": {"quantity": 5}},
        {"id": ids[1], "values": {"quantity": "many"}},
        {"id": 999_999, "values": {"quantity": 5}},
    ]
    answer = alice.patch(f"/boards/{board.id}/items", json={"items": items})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["items[1].quantity", "items[2].id"]
    assert alice.get(f"/items/{ids[0]}").json()["values"]["quantity"] == 0


def test_partial_changes_what_can_be_and_lists_the_rest(alice: Program, board: CompiledBoard) -> None:
    ids = several(alice, board)
    items = [{"id": ids[0], "values": {"quantity": 5}}, {"id": ids[1], "values": {"quantity": "many", "status": "low"}}]
    answer = alice.patch(f"/boards/{board.id}/items?partial=true", json={"items": items})
    assert answer.status_code == 200
    assert [item["id"] for item in answer.json()["items"]] == ids[:2]
    assert [(one["id"], one["field"]) for one in answer.json()["refused"]] == [(ids[1], "quantity")]


def test_a_cell_that_changed_after_the_base_version_conflicts(alice: Program, board: CompiledBoard) -> None:
    ids = several(alice, board)
    alice.patch(f"/items/{ids[0]}", json={"values": {"quantity": 70}})
    body = {"items": [{"id": one, "values": {"quantity": 9}, "base_version": 1} for one in ids]}
    answer = alice.patch(f"/boards/{board.id}/items", json=body)
    assert answer.status_code == 409
    assert answer.json()["conflicts"] == [{"id": ids[0], "field": "quantity", "yours": 9, "theirs": 70, "version": 2}]
    answer = alice.patch(f"/boards/{board.id}/items?partial=true", json=body)
    assert [one["id"] for one in answer.json()["refused"]] == [ids[0]]
    assert [item["id"] for item in answer.json()["items"]] == ids[1:]


def test_an_item_named_twice_is_refused(alice: Program, board: CompiledBoard) -> None:
    one = several(alice, board, 1)[0]
    body = {"items": [{"id": one, "values": {"quantity": 1}}, {"id": one, "values": {"quantity": 2}}]}
    answer = alice.patch(f"/boards/{board.id}/items", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, "items[1].id")


def test_step_is_taken_from_what_the_cell_holds(alice: Program, board: CompiledBoard) -> None:
    one = alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper", "quantity": 2}}).json()
    path, less = f"/items/{one['id']}", {"values": {"quantity": {"increment": -1}}, "base_version": 1}
    assert alice.patch(path, json=less).json()["values"]["quantity"] == 1
    assert alice.patch(path, json=less).json()["values"]["quantity"] == 0, "a step does not conflict"
    refused = alice.patch(path, json=less)
    assert (refused.status_code, refused.json()["field"]) == (422, "quantity")
    assert alice.get(path).json()["values"]["quantity"] == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sku": {"increment": 1}}, "sku"),
        ({"quantity": {"increment": None}}, "quantity"),
        ({"quantity": {"increment": "a lot"}}, "quantity"),
    ],
)
def test_step_of_nothing_or_of_words_is_refused(
    alice: Program, board: CompiledBoard, values: dict[str, object], field: str
) -> None:
    one = alice.post(f"/boards/{board.id}/items", json={"values": {"name": "Paper", "quantity": 2}}).json()
    refused = alice.patch(f"/items/{one['id']}", json={"values": values})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
