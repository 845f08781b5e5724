"""Boards over the API."""

from jsonschema import Draft202012Validator

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def test_a_board_is_created_with_columns_and_groups(alice: Program) -> None:
    answer = alice.post(
        "/boards",
        json={
            "title": "Suppliers",
            "labels": {"fr": "Fournisseurs"},
            "groups": ["Active", "Former"],
            "columns": [{"type": "number", "title": "Lead time", "settings": {"unit": "d"}, "labels": {"fr": "Délai"}}],
        },
    )
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"/api/v1/boards/{made['id']}"
    assert made["labels"] == {"fr": "Fournisseurs"}
    columns = alice.get(f"/boards/{made['id']}/columns").json()["columns"]
    assert [column["key"] for column in columns] == ["name", "lead_time"]
    assert [group["title"] for group in alice.get(f"/boards/{made['id']}/groups").json()["groups"]] == [
        "Active",
        "Former",
    ]


def test_a_refused_column_leaves_no_board_behind(alice: Program) -> None:
    answer = alice.post("/boards", json={"title": "Half", "columns": [{"type": "colour", "title": "Colour"}]})
    assert answer.status_code == 422
    assert alice.get("/boards").json()["boards"] == []


def test_a_board_needs_a_title(alice: Program) -> None:
    answer = alice.post("/boards", json={"title": "   "})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "title", "detail": "Give the board a name of at most 120 characters."}]


def test_boards_are_listed_page_by_page(alice: Program) -> None:
    made = [alice.post("/boards", json={"title": f"Board {number}"}).json()["id"] for number in range(3)]
    first = alice.get("/boards?limit=2")
    assert [board["id"] for board in first.json()["boards"]] == made[:2]
    assert first.headers["link"].startswith("</api/v1/boards?limit=2&cursor=")
    rest = alice.get(f"/boards?limit=2&cursor={first.json()['cursor']}").json()
    assert ([board["id"] for board in rest["boards"]], rest["cursor"]) == (made[2:], None)


def test_a_board_is_renamed_and_keeps_what_is_not_said(alice: Program) -> None:
    made = alice.post("/boards", json={"title": "Old", "labels": {"fr": "Vieux"}}).json()
    assert alice.patch(f"/boards/{made['id']}", json={"title": "New"}).json()["labels"] == {"fr": "Vieux"}
    assert alice.patch(f"/boards/{made['id']}", json={"labels": {"fr": "Neuf"}}).json()["title"] == "New"


def test_a_deleted_board_is_gone(alice: Program, board: CompiledBoard) -> None:
    answer = alice.delete(f"/boards/{board.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert alice.get(f"/boards/{board.id}").status_code == 404
    assert alice.get(f"/boards/{board.id}/items").status_code == 404


def test_a_member_may_not_delete_a_board(bob: Program, board: CompiledBoard) -> None:
    answer = bob.delete(f"/boards/{board.id}")
    assert (answer.status_code, answer.json()["detail"]) == (403, "Only administrators may delete a board.")


def test_the_schema_is_the_boards_document(alice: Program, board: CompiledBoard) -> None:
    assert alice.get(f"/boards/{board.id}/schema").json() == board.document


def test_the_typed_page_names_the_boards_columns(alice: Program, board: CompiledBoard) -> None:
    page = alice.get(f"/boards/{board.id}/openapi.json").json()
    assert set(page["components"]["schemas"]["Values"]["properties"]) == set(board.columns)


def test_anybody_reads_what_a_document_must_be(nobody: Program, board: CompiledBoard) -> None:
    schema = nobody.get("/board.schema.json").json()
    assert schema["$id"] == "urn:rouage:board"


def test_a_new_board_has_its_main_view(alice: Program, board: CompiledBoard) -> None:
    assert [view["type"] for view in alice.get(f"/boards/{board.id}/views").json()["views"]] == ["table"]


def test_the_token_knows_its_workspace(alice: Program) -> None:
    assert alice.get("/workspaces").json() == {"workspaces": [{"id": 1, "name": "Rouage", "role": "owner"}]}


def test_the_typed_page_is_true_of_the_items(alice: Program, board: CompiledBoard, office: Office) -> None:
    page = alice.get(f"/boards/{board.id}/openapi.json").json()

    def fits(name: str, value: object) -> bool:
        schema = {"$ref": f"#/components/schemas/{name}", "components": page["components"]}
        return Draft202012Validator(schema).is_valid(value)

    item = office.item(board, quantity=3, price="1.50", status="low", owner=[office.bob.user_id])
    assert fits("Items", alice.get(f"/boards/{board.id}/items").json())
    assert fits("Item", alice.get(f"/items/{item.id}").json())
    assert fits("NewItem", {"values": {"name": "Pen", "quantity": "1,5"}, "group": 1})
    assert not fits("NewItem", {"values": {"name": "Pen", "nope": 1}})
    assert fits("ItemChanges", {"values": {"quantity": 1}, "base_version": 1})
