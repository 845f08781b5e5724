"""What actions do on a real board, through the commands that people use."""

from datetime import UTC, datetime

from engine.commands.columns import add_column
from engine.commands.notifications import mark_read
from engine.commands.placing import restore_items
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.listing import page
from engine.queries.notifications import notifications, unread_count
from engine.schema.compiled import CompiledBoard
from tests.automations.conftest import Shop

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}


def test_set_columns_writes_every_kind_of_value(shop: Shop) -> None:
    values = {
        "status": "low",
        "reorder_level": {"increment": -1.5},
        "sku": {"column": "name"},
        "expected_on": {"token": "today"},
        "notes": {"message": "{name}: {quantity} left, {price}"},
        "fragile": None,
    }
    shop.rule(QUANTITY_CHANGES, {"type": "set_columns", "values": values})
    item = shop.item(name="Gloves", quantity=9, reorder_level=4, price="12,50", fragile=True)
    shop.change(item.id, quantity=3)
    shop.drain()
    cells = shop.values(item.id)
    assert {key: cells[key] for key in values} == {
        "status": "low",
        "reorder_level": 2.5,
        "sku": "Gloves",
        "expected_on": datetime.now(UTC).date().isoformat(),
        "notes": "Gloves: 3 left, €12.50",
        "fragile": shop.item().values["fragile"],
    }


def test_step_from_an_empty_cell_begins_at_zero(shop: Shop) -> None:
    shop.rule(QUANTITY_CHANGES, {"type": "set_columns", "values": {"reorder_level": {"increment": 2}}})
    item = shop.item()
    shop.change(item.id, quantity=3)
    shop.drain()
    assert shop.values(item.id)["reorder_level"] == 2


def test_steps_stay_exact(shop: Shop) -> None:
    shop.rule(QUANTITY_CHANGES, {"type": "set_columns", "values": {"reorder_level": {"increment": 0.1}}})
    item = shop.item(reorder_level=0)
    for quantity in range(1, 4):
        shop.change(item.id, quantity=quantity)
    shop.drain()
    assert shop.values(item.id)["reorder_level"] == 0.3


def test_create_item_copies_what_it_is_told_to_another_board(shop: Shop) -> None:
    orders = order_board(shop)
    values = {
        "name": {"message": "Order {name}"},
        "state": {"column": "status"},
        "buyer": {"column": "owner"},
        "quantity": 10,
    }
    shop.rule(QUANTITY_CHANGES, {"type": "create_item", "board": orders.id, "values": values})
    item = shop.item(name="Gloves", quantity=9, status="low", owner=[shop.office.bob.user_id])
    shop.change(item.id, quantity=3)
    shop.drain()
    [order] = items(shop, orders)
    assert order.values["name"] == "Order Gloves"
    assert order.values["state"] == "Low"
    assert order.values["buyer"] == [shop.office.bob.user_id]
    assert order.values["quantity"] == 10


def test_move_to_group_moves_once(shop: Shop) -> None:
    with shop.office.read() as session:
        lille = groups(session, shop.board)[1].id
    rule = shop.rule(QUANTITY_CHANGES, {"type": "move_to_group", "group": lille})
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.change(item.id, quantity=3)
    shop.drain()
    moved = next(one for one in items(shop, shop.board) if one.id == item.id)
    assert (moved.group_id, shop.states(rule)) == (lille, ["done", "done"])
    assert moved.version == 4, "two changes and one move"
    assert shop.runs(rule)[0].effects[0]["en"] == "move the item to Lille"


def test_each_person_is_notified_once_in_their_language(shop: Shop) -> None:
    alice, bob = shop.office.alice, shop.office.bob
    speak_french(shop, bob.user_id)
    people = {"users": [alice.user_id, bob.user_id, alice.user_id]}
    shop.rule(QUANTITY_CHANGES, {"type": "notify", "people": people, "message": "{name}: {reorder_level}"})
    item = shop.item(name="Gloves", reorder_level=1234.5)
    shop.change(item.id, quantity=3)
    shop.drain()
    with shop.office.read() as session:
        [english], [french] = notifications(session, alice), notifications(session, bob)
    assert (english.message, english.board_id, english.item_id) == ("Gloves: 1,234.5", shop.board.id, item.id)
    assert french.message.replace("\u202f", " ") == "Gloves: 1 234,5"


def test_notifications_are_read_by_their_owner_only(shop: Shop) -> None:
    alice, bob = shop.office.alice, shop.office.bob
    shop.rule(QUANTITY_CHANGES, {"type": "notify", "people": {"users": [bob.user_id]}, "message": "Look"})
    item = shop.item()
    shop.change(item.id, quantity=3)
    shop.drain()
    with shop.office.write() as session:
        [line] = notifications(session, bob)
        mark_read(session, alice, [line.id])
        assert unread_count(session, bob) == 1
        mark_read(session, bob, [line.id])
        assert unread_count(session, bob) == 0


def order_board(shop: Shop) -> CompiledBoard:
    from engine.commands.boards import create_board

    with shop.office.write() as session:
        board = create_board(session, shop.office.alice, "Orders")
        for type_name, title in (("text", "State"), ("people", "Buyer"), ("number", "Quantity")):
            board, _ = add_column(session, shop.office.alice, board, type_name, title, {})
        return board


def items(shop: Shop, board: CompiledBoard) -> list[BoardItem]:
    with shop.office.read() as session:
        return page(session, board, ItemQuery(), context_for(session, shop.office.alice)).items


def speak_french(shop: Shop, user_id: int) -> None:
    from engine.models import User

    with shop.office.write() as session:
        session.get_one(User, user_id).language = "fr"


def test_deleted_item_is_in_the_trash(shop: Shop) -> None:
    rule = shop.rule({"type": "column_changes", "columns": ["quantity"]}, {"type": "delete_item"})
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=0)
    shop.drain()
    assert shop.states(rule) == ["done"]
    with shop.office.write() as session:
        assert restore_items(session, shop.office.alice, shop.board, [item.id]) == [item.id]
