"""Editing in the table: cells, new items, the trash, columns, groups and the item's panel, over HTTP."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from engine.columns import column_types
from engine.commands.automations import create_automation
from engine.commands.boards import rename_board
from engine.commands.columns import add_column
from engine.commands.items import change_item
from engine.permissions import Actor, Cause, RuleActor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.history import history
from engine.queries.items import BoardItem, ItemQuery, item
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client
from web.render import rows

HTMX = {"HX-Request": "true"}


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def paper(office: Office, stock: CompiledBoard) -> BoardItem:
    return office.item(stock, quantity=3, status="low")


def now(office: Office, board: CompiledBoard, known: BoardItem) -> BoardItem:
    with office.read() as session:
        return item(session, board, known.id)


def all_names(office: Office, board: CompiledBoard) -> list[str]:
    with office.read() as session:
        return [one.name for one in page(session, board, ItemQuery(), context_for(session, office.alice)).items]


def save(client: Client, board: CompiledBoard, known: BoardItem, key: str, value: str | list[str], **more: Any) -> Any:
    path = f"/boards/{board.id}/items/{known.id}/cells/{key}"
    return client.patch(
        path, data={"value": value, "version": more.pop("version", known.version)}, headers=HTMX, **more
    )


def problem(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])["problem"]
    return found


def test_a_typed_cell_is_stored_and_the_fresh_row_comes_back(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    answer = save(alice, stock, paper, "price", "1,234.5")
    assert f'<tr id="i{paper.id}" data-item="{paper.id}" data-version="2"' in answer.text
    assert "€1,234.50" in answer.text
    assert now(office, stock, paper).values["price"] == {"amount": "1234.50", "currency": "EUR"}


def test_the_row_has_the_columns_of_the_view(stock: CompiledBoard, paper: BoardItem, alice: Client) -> None:
    whole, narrow = (
        save(alice, stock, paper, "sku", "A", params=params).text for params in ({}, {"hide": "price,status"})
    )
    assert whole.count("<td") - narrow.count("<td") == 2


def test_a_list_comes_as_several_values(stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client) -> None:
    save(alice, stock, paper, "owner", [str(office.bob.user_id), str(office.alice.user_id)])
    assert now(office, stock, paper).values["owner"] == [office.bob.user_id, office.alice.user_id]


def test_an_invalid_value_gets_a_sentence_and_changes_nothing(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    answer = save(alice, stock, paper, "quantity", "abc")
    assert answer.status_code == 422
    assert "“abc” is not a number" in problem(answer)["detail"]
    assert now(office, stock, paper) == paper


def test_a_name_cannot_be_emptied(stock: CompiledBoard, paper: BoardItem, alice: Client) -> None:
    answer = save(alice, stock, paper, "name", "  ")
    assert answer.status_code == 422


def test_a_stale_version_of_the_same_cell_gets_both_values(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    with office.write() as session:
        change_item(session, office.bob, stock, paper.id, {"quantity": 7})
    answer = save(alice, stock, paper, "quantity", "5")
    assert answer.status_code == 409
    assert (problem(answer)["yours"], problem(answer)["theirs"], problem(answer)["version"]) == (5, 7, 2)
    assert save(alice, stock, paper, "quantity", "5", version=2).status_code == 200


def test_a_stale_version_of_another_cell_is_merged(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    with office.write() as session:
        change_item(session, office.bob, stock, paper.id, {"status": "out"})
    assert save(alice, stock, paper, "quantity", "5").status_code == 200
    assert now(office, stock, paper).values["status"] == "out"


def test_a_viewer_may_not_write(
    stock: CompiledBoard, paper: BoardItem, office: Office, sign_in: Callable[[Actor], Client]
) -> None:
    answer = save(sign_in(office.charlie), stock, paper, "quantity", "5")
    assert answer.status_code == 403
    assert "Ask an administrator" in problem(answer)["detail"]


def test_a_form_without_a_version_is_told_what_is_missing(
    stock: CompiledBoard, paper: BoardItem, alice: Client
) -> None:
    answer = alice.patch(f"/boards/{stock.id}/items/{paper.id}/cells/sku", data={"value": "A"}, headers=HTMX)
    assert answer.status_code == 422
    assert "version" in problem(answer)["detail"]


def section_of(office: Office, board: CompiledBoard, place: int) -> str:
    with office.read() as session:
        return f"g{groups(session, board)[place].id}"


def test_a_new_item_goes_to_the_end_of_its_group(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    answer = alice.post(f"/boards/{stock.id}/items", data={"name": "Pens", "section": section_of(office, stock, 0)})
    assert ">Pens<" in answer.text
    with office.read() as session:
        query = ItemQuery(group_id=paper.group_id)
        found = page(session, stock, query, context_for(session, office.alice)).items
    assert [one.name for one in found] == ["Paper", "Pens"]


def test_a_new_item_at_the_top(stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client) -> None:
    data = {"name": "Pens", "section": section_of(office, stock, 0), "top": "1"}
    alice.post(f"/boards/{stock.id}/items", data=data)
    with office.read() as session:
        query = ItemQuery(group_id=paper.group_id)
        found = page(session, stock, query, context_for(session, office.alice)).items
    assert [one.name for one in found] == ["Pens", "Paper"]


def test_a_new_item_in_a_section_by_value_has_the_value(stock: CompiledBoard, office: Office, alice: Client) -> None:
    alice.post(f"/boards/{stock.id}/items", params={"group": "status"}, data={"name": "Pens", "section": 'v["out"]'})
    with office.read() as session:
        (made,) = page(session, stock, ItemQuery(), context_for(session, office.alice)).items
    assert made.values["status"] == "out"


@pytest.mark.parametrize("section", ["", "g", "gx", "v", "x1", 'v["out"]'])
def test_an_unknown_section_is_refused(stock: CompiledBoard, office: Office, alice: Client, section: str) -> None:
    answer = alice.post(f"/boards/{stock.id}/items", data={"name": "Pens", "section": section}, headers=HTMX)
    assert answer.status_code == 422
    assert all_names(office, stock) == []


def test_deleted_items_come_back_by_the_toasts_undo(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    other = office.item(stock, name="Pens")
    answer = alice.post(f"/boards/{stock.id}/deletions", data={"ids": f"{paper.id},{other.id}"})
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert (toast["message"], all_names(office, stock)) == ("2 items deleted.", [])
    alice.post(toast["undo"])
    assert all_names(office, stock) == ["Paper", "Pens"]


def test_items_move_to_another_group(stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client) -> None:
    to = section_of(office, stock, 1)[1:]
    assert alice.post(f"/boards/{stock.id}/placements", data={"ids": str(paper.id), "to": to}).status_code == 204
    assert now(office, stock, paper).group_id == int(to)


@pytest.mark.parametrize(("count", "said"), [(1, "Item moved."), (2, "2 items moved.")])
def test_moved_items_go_back_by_the_toasts_undo(
    count: int, said: str, stock: CompiledBoard, office: Office, alice: Client
) -> None:
    moved = [office.item(stock, name=f"Pens {number}") for number in range(count)]
    ids = ",".join(str(one.id) for one in moved)
    answer = alice.post(f"/boards/{stock.id}/placements", data={"ids": ids, "to": section_of(office, stock, 1)[1:]})
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast["message"] == said
    alice.post(toast["undo"])
    assert [now(office, stock, one).group_id for one in moved] == [one.group_id for one in moved]


@pytest.mark.parametrize("more", [{"quiet": "yes"}, {"to": "here"}])
def test_a_small_step_and_a_move_to_the_same_place_say_nothing(
    more: dict[str, str], stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    to = section_of(office, stock, 0 if "to" in more else 1)[1:]
    answer = alice.post(f"/boards/{stock.id}/placements", data={"ids": str(paper.id), "place": "top", **more, "to": to})
    assert "toast" not in json.loads(answer.headers["HX-Trigger"])


def test_moved_columns_and_groups_go_back_by_the_toasts_undo(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    first, second = (section_of(office, stock, place)[1:] for place in (0, 1))
    before = list(board_now(office, stock).columns)
    for path, after, said in [
        (f"columns/{before[1]}", before[-1], "Column"),
        (f"groups/{first}", second, "Group"),
    ]:
        answer = alice.put(f"/boards/{stock.id}/{path}/place", data={"after": after})
        toast = json.loads(answer.headers["HX-Trigger"])["toast"]
        assert toast["message"].startswith(said)
        alice.post(toast["undo"])
    assert list(board_now(office, stock).columns) == before
    assert section_of(office, stock, 0)[1:] == first


def test_ids_that_are_none_are_refused(stock: CompiledBoard, alice: Client) -> None:
    assert alice.post(f"/boards/{stock.id}/deletions", data={"ids": "1,x"}, headers=HTMX).status_code == 422


# ---- columns ----


def board_now(office: Office, board: CompiledBoard) -> CompiledBoard:
    with office.read() as session:
        return load_board(session, office.alice, board.id)


@pytest.mark.parametrize("name", [name for name, kind in column_types.items() if kind.creatable])
def test_a_column_of_every_type_is_added_from_its_own_form(
    stock: CompiledBoard, office: Office, alice: Client, name: str
) -> None:
    form = alice.get(f"/boards/{stock.id}/column-types/{name}", headers=HTMX).text
    fields = dict(re.findall(r'<input[^>]* name="([a-z0-9_.]+)"[^>]* value="([^"]*)"', form.split("<template>")[0]))
    answer = alice.post(
        f"/boards/{stock.id}/columns", data={**fields, "type": name, "title.en": "New one"}, headers=HTMX
    )
    assert answer.status_code == 204, answer.text
    assert board_now(office, stock).columns["new_one"].type.name == name


def test_a_column_has_a_name_in_each_language(stock: CompiledBoard, office: Office, alice: Client) -> None:
    data = {"type": "text", "title.en": "Supplier", "title.fr": "Fournisseur"}
    events = json.loads(alice.post(f"/boards/{stock.id}/columns", data=data).headers["HX-Trigger"])
    assert events.keys() == {"done", "board:outdated", "toast"}
    column = board_now(office, stock).columns["supplier"]
    assert (column.label("en"), column.label("fr")) == ("Supplier", "Fournisseur")


def test_a_column_without_a_name_is_refused_at_the_field(stock: CompiledBoard, alice: Client) -> None:
    answer = alice.post(f"/boards/{stock.id}/columns", data={"type": "text", "title.en": " "}, headers=HTMX)
    assert (answer.status_code, problem(answer)["field"]) == (422, "title.en")


def test_options_keep_their_keys_and_order(stock: CompiledBoard, office: Office, alice: Client) -> None:
    data = {
        "title.en": "Status",
        "options.0.key": "low", "options.0.en": "Very low", "options.0.color": "red",
        "options.1.key": "", "options.1.en": "Lost", "options.1.fr": "Perdu", "options.1.color": "slate", "options.1.done": "1",
    }  # fmt: skip
    assert alice.patch(f"/boards/{stock.id}/columns/status", data=data).status_code == 204
    assert board_now(office, stock).columns["status"].settings["options"] == [
        {"key": "low", "labels": {"en": "Very low"}, "color": "red"},
        {"key": "lost", "labels": {"en": "Lost", "fr": "Perdu"}, "color": "slate", "done": True},
    ]


def test_a_column_moves(stock: CompiledBoard, office: Office, alice: Client) -> None:
    alice.put(f"/boards/{stock.id}/columns/price/place", data={"after": "name"})
    assert list(board_now(office, stock).columns)[:3] == ["name", "price", "sku"]


def test_a_deleted_column_comes_back_with_its_cells(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    answer = alice.delete(f"/boards/{stock.id}/columns/quantity")
    assert "quantity" not in board_now(office, stock).columns
    alice.post(json.loads(answer.headers["HX-Trigger"])["toast"]["undo"])
    assert now(office, board_now(office, stock), paper).values["quantity"] == 3


def test_a_change_of_type_says_first_what_would_be_lost(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    office.item(stock, name="Pens", sku="12")
    office.item(stock, name="Glue", sku="A-1")
    shown = alice.get(f"/boards/{stock.id}/columns/sku/type", params={"to": "number"}).text
    assert "1 cell keeps its value" in shown
    assert "<li>A-1</li>" in shown
    assert board_now(office, stock).columns["sku"].type.name == "text"
    assert alice.put(f"/boards/{stock.id}/columns/sku/type", data={"type": "number"}).status_code == 204
    assert board_now(office, stock).columns["sku"].type.name == "number"


# ---- groups and the board ----


def titles(office: Office, board: CompiledBoard) -> list[str]:
    with office.read() as session:
        return [group.title for group in groups(session, board)]


def test_groups_are_added_renamed_moved_deleted_and_restored(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    path = f"/boards/{stock.id}/groups"
    alice.post(path, data={"title": "Nice"})
    nice = int(section_of(office, stock, 2)[1:])
    alice.patch(f"{path}/{nice}", data={"title": "Nantes", "color": "pink"})
    alice.put(f"{path}/{nice}/place", data={"after": ""})
    assert titles(office, stock) == ["Nantes", "Lyon", "Lille"]
    answer = alice.delete(f"{path}/{nice}")
    assert titles(office, stock) == ["Lyon", "Lille"]
    alice.post(json.loads(answer.headers["HX-Trigger"])["toast"]["undo"])
    assert titles(office, stock) == ["Nantes", "Lyon", "Lille"]


def test_the_last_group_stays(stock: CompiledBoard, office: Office, alice: Client) -> None:
    for place in (1, 0):
        answer = alice.delete(f"/boards/{stock.id}/groups/{section_of(office, stock, place)[1:]}", headers=HTMX)
    assert "at least one group" in problem(answer)["detail"]


def test_a_board_with_one_title_is_renamed_in_both_languages(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    alice.patch(f"/boards/{stock.id}", data={"title": "Inventory"})
    assert board_now(office, stock).title("fr") == "Inventory"


def test_a_board_with_two_titles_is_renamed_in_the_readers_language_only(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    with office.write() as session:
        rename_board(session, office.alice, stock, "Stock", {"en": "Stock", "fr": "Réserve"})
    alice.patch(f"/boards/{stock.id}", data={"title": "Inventory"})
    assert (board_now(office, stock).title("en"), board_now(office, stock).title("fr")) == ("Inventory", "Réserve")


def test_a_deleted_board_comes_back(stock: CompiledBoard, alice: Client) -> None:
    answer = alice.delete(f"/boards/{stock.id}")
    assert "The board is deleted" in answer.text
    assert alice.get(f"/b/{stock.id}").status_code == 404
    alice.post(f"/boards/{stock.id}/restoration")
    assert alice.get(f"/b/{stock.id}").status_code == 200


# ---- the item's panel ----


def test_the_panel_is_a_page_when_it_is_loaded_directly(stock: CompiledBoard, paper: BoardItem, alice: Client) -> None:
    path = f"/b/{stock.id}/i/{paper.id}"
    assert "<html" in alice.get(path).text
    assert "<html" not in alice.get(path, headers={**HTMX, "HX-Request-Type": "partial"}).text


def test_the_history_says_who_and_from_what_to_what(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    with office.write() as session:
        change_item(session, office.bob, stock, paper.id, {"status": "out"})
    shown = re.sub(r"\s+", " ", alice.get(f"/b/{stock.id}/i/{paper.id}").text)
    assert "<b>Bob Durand</b> changed" in shown
    assert re.search(r"Status</span> <s>Low</s> .* <b>Out</b>", shown)
    assert "<b>Alice Martin</b> created the item" in shown


def test_a_cell_saved_in_the_panel_answers_with_the_panel(
    stock: CompiledBoard, paper: BoardItem, alice: Client
) -> None:
    answer = save(alice, stock, paper, "quantity", "12", params={"panel": "1"})
    assert '<article class="panel"' in answer.text
    assert 'data-version="2"' in answer.text


def test_the_panel_leads_to_its_neighbours(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    other = office.item(stock, name="Pens")
    assert f'href="/b/{stock.id}/i/{other.id}"' in alice.get(f"/b/{stock.id}/i/{paper.id}").text


def test_a_deleted_item_has_no_page(stock: CompiledBoard, paper: BoardItem, alice: Client) -> None:
    alice.post(f"/boards/{stock.id}/deletions", data={"ids": str(paper.id)})
    assert alice.get(f"/b/{stock.id}/i/{paper.id}").status_code == 404


# ---- the prepared renderer ----


def test_the_row_keeps_the_exact_number_beside_a_rounded_one(office: Office, alice: Client) -> None:
    board = office.stock()
    alice.patch(f"/boards/{board.id}/columns/quantity", data={"title.en": "Quantity", "decimals": "0"})
    known = office.item(board_now(office, board), quantity="12.34")
    shown = save(alice, board, known, "sku", "A").text
    assert 'class="c-number end" data-value="12.34">12<' in shown


def test_choices_carry_their_key(stock: CompiledBoard, paper: BoardItem, alice: Client) -> None:
    shown = save(alice, stock, paper, "sku", "A").text
    assert 'data-value="low"><span class="label c-amber">Low</span></td>' in shown


def test_a_renamed_person_is_drawn_anew(stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client) -> None:
    save(alice, stock, paper, "owner", [str(office.bob.user_id)])
    with office.write() as session:
        from engine.models import User

        user = session.get(User, office.bob.user_id)
        assert user is not None
        user.name = "Bob Dupont"
    assert 'title="Bob Dupont"' in alice.get(f"/b/{stock.id}").text


def test_rows_are_drawn_from_remembered_pieces(stock: CompiledBoard, office: Office, paper: BoardItem) -> None:
    """Twice the same text, and never a mark of the renderer in it."""
    with office.read() as session:
        context = context_for(session, office.alice)
        columns = list(stock.columns.values())
        first, second = (rows(stock, columns, [paper], context, {}) for _ in range(2))
    assert first == second
    assert not re.search("[\ue000-\ue00f]", first)


def test_the_history_names_the_automation_and_what_set_it_off(
    stock: CompiledBoard, paper: BoardItem, office: Office, alice: Client
) -> None:
    rule = {
        "trigger": {"type": "column_changes", "columns": ["quantity"]},
        "actions": [{"type": "set_columns", "values": {"status": "out"}}],
    }
    with office.write() as session:
        automation = create_automation(session, office.alice, stock, rule)
        change_item(session, office.bob, stock, paper.id, {"quantity": 0})
        cause = history(session, stock, paper.id, 1)[0]
        acting = {"workspace_id": office.bob.workspace_id, "user_id": office.alice.user_id, "role": office.alice.role}
        actor = RuleActor(**acting, automation_id=automation.id, cause=Cause(cause.id, 1))
        change_item(session, actor, stock, paper.id, {"status": "out"})
    shown = re.sub(r"\s+", " ", alice.get(f"/b/{stock.id}/i/{paper.id}").text)
    assert "<b>An automation</b> changed" in shown
    assert f'href="/b/{stock.id}/automations/{automation.id}">When Quantity' in shown
    assert "Set off by: Bob Durand changed Quantity 3 → 0" in shown


@pytest.mark.parametrize(
    ("type_name", "typed", "address"),
    [
        ("email", "alice@example.com", 'href="mailto:alice@example.com"'),
        ("url", "Devis https://exemple.fr/d?a=1&b=2", 'href="https://exemple.fr/d?a=1&amp;b=2"'),
    ],
)
def test_a_cell_offers_its_link(
    alice: Client, office: Office, stock: CompiledBoard, paper: BoardItem, type_name: str, typed: str, address: str
) -> None:
    with office.write() as session:
        _, key = add_column(session, office.alice, load_board(session, office.alice, stock.id), type_name, "Link")
    answer = save(alice, stock, paper, key, typed)
    assert answer.status_code == 200
    assert address in answer.text


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "[x](javascript:alert(1))", "data:text/html,<script>alert(1)</script>"]
)
def test_a_link_that_would_run_is_refused(
    alice: Client, office: Office, stock: CompiledBoard, paper: BoardItem, typed: str
) -> None:
    with office.write() as session:
        _, key = add_column(session, office.alice, load_board(session, office.alice, stock.id), "url", "Link")
    answer = save(alice, stock, paper, key, typed)
    assert answer.status_code == 422
    assert "https://" in problem(answer)["errors"][0]["detail"]
