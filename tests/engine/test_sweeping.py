"""What has been in the trash for 30 days goes for good, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.commands.boards import delete_board, restore_board
from engine.commands.columns import add_column, hide_column
from engine.commands.groups import create_group, delete_group
from engine.commands.items import change_item
from engine.commands.placing import delete_items
from engine.commands.retyping import change_type
from engine.commands.sweeping import sweep
from engine.commands.undo import undo_step
from engine.commands.updates import write_update
from engine.errors import NotFound
from engine.models import Automation, Base, Board, Event, Group, Item, Notification, Step, Update
from engine.moment import now, to_iso
from engine.queries.boards import deleted_columns
from engine.queries.items import items_by_id
from engine.queries.trash import days_left, trashed_groups, trashed_items
from engine.schema.compiled import CompiledBoard
from engine.schema.table import table_name
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


def days_pass(office: Office, board_id: int, days: int) -> None:
    """Whatever is in the trash has been there for so many days more."""
    ago = timedelta(days=days)
    with office.write() as session:
        for kind in (Item, Group):
            for one in session.scalars(sa.select(kind).where(kind.board_id == board_id, kind.deleted_at.is_not(None))):
                one.deleted_at = one.deleted_at and one.deleted_at - ago
        board = session.get_one(Board, board_id)
        board.deleted_at = board.deleted_at and board.deleted_at - ago
        table = sa.table(table_name(board_id), sa.column("deleted_at"))
        session.execute(sa.update(table).where(table.c.deleted_at.is_not(None)).values(deleted_at=to_iso(now() - ago)))
        session.execute(sa.update(Step).values(created_at=now() - ago))
        board.document = {**board.document, "properties": aged(board.document["properties"], to_iso(now() - ago))}
        board.version += 1


def aged(properties: dict[str, Any], moment: str) -> dict[str, Any]:
    return {
        key: {**node, "x-column": {**node["x-column"], "hidden_at": moment}}
        if node["x-column"].get("hidden_at")
        else node
        for key, node in properties.items()
    }


def physical(office: Office, board_id: int) -> set[str]:
    with office.read() as session:
        inspector = sa.inspect(session.connection())
        name = table_name(board_id)
        return {one["name"] for one in inspector.get_columns(name)} if inspector.has_table(name) else set()


def test_items_go_with_what_was_said_about_them(office: Office, stock: CompiledBoard) -> None:
    gone, kept = office.item(stock, name="Paper", owner=[office.bob.user_id]), office.item(stock, name="Glue")
    with office.write() as session:
        html = f'<span data-mention="{office.bob.user_id}"></span> secret'
        write_update(session, office.alice, stock, gone.id, html)
        delete_items(session, office.alice, stock, [gone.id])
    days_pass(office, stock.id, 29)
    sweep(office.database)
    with office.read() as session:
        assert [one.name for one in trashed_items(session, stock)] == ["Paper"]
    days_pass(office, stock.id, 31)
    sweep(office.database)
    with office.read() as session:
        assert trashed_items(session, stock) == []
        assert [one.id for one in items_by_id(session, stock, [gone.id, kept.id])] == [kept.id]
        assert session.scalars(sa.select(Update.text)).all() == [""]
        assert session.scalars(sa.select(Notification.id).where(Notification.item_id == gone.id)).all() == []
        assert session.scalar(sa.text("SELECT count(*) FROM search")) == 1


def test_a_group_goes_with_its_items(office: Office, stock: CompiledBoard) -> None:
    one = office.item(stock)
    with office.write() as session:
        delete_group(session, office.alice, stock, one.group_id)
        other = create_group(session, office.alice, stock, "Other").id
        delete_group(session, office.alice, stock, other)
    days_pass(office, stock.id, 31)
    sweep(office.database)
    with office.read() as session:
        assert (trashed_groups(session, stock), trashed_items(session, stock)) == ([], [])


def test_a_column_leaves_the_document_and_the_table_with_all_its_generations(
    office: Office, stock: CompiledBoard
) -> None:
    with office.write() as session:
        board = change_type(session, office.alice, stock, "sku", "number", {})
        board = change_type(session, office.alice, board, "sku", "text", {})
        board, near = add_column(session, office.alice, board, "text", "Near")
        board = hide_column(session, office.alice, board, "sku")
    before = physical(office, stock.id)
    days_pass(office, stock.id, 31)
    sweep(office.database)
    dropped = before - physical(office, stock.id)
    number = stock.columns["sku"].id
    assert dropped == {f"c_{number}", f"c_{number}_k", f"c_{number}_2", f"c_{number}_3", f"c_{number}_3_k"}
    with office.read() as session:
        assert deleted_columns(session, office.alice, stock.id) == []
    fresh = office.board(stock.id)
    assert "sku" not in fresh.document["properties"]
    assert office.item(fresh, **{near: "still here"}).values[near] == "still here"


def test_undo_does_not_reach_behind_what_was_swept(office: Office, stock: CompiledBoard) -> None:
    one = office.item(stock)
    with office.write() as session:
        delete_items(session, office.alice, stock, [one.id])
        hide_column(session, office.alice, stock, "sku")
    days_pass(office, stock.id, 31)
    sweep(office.database)
    with office.write() as session, pytest.raises(NotFound):
        undo_step(session, office.alice, office.board(stock.id))


def test_a_board_goes_with_everything_of_its_own(office: Office, stock: CompiledBoard) -> None:
    other = office.stock()
    rule = {"actions": [{"type": "set_columns", "values": {"sku": "secret"}}]}
    for board in (stock, other):
        one = office.item(board, name="Secret", owner=[office.bob.user_id])
        with office.write() as session:
            write_update(session, office.alice, board, one.id, "secret")
            change_item(session, office.bob, board, one.id, {"quantity": 3})
            session.add(Automation(board_id=board.id, rule=rule, owner_id=1, owner_role="owner"))
    with office.write() as session:
        delete_board(session, office.alice, stock)
    days_pass(office, stock.id, 31)
    kept = contents(office, other.id)
    sweep(office.database)
    assert physical(office, stock.id) == set()
    assert "secret" not in str(contents(office, stock.id)).lower()
    assert contents(office, other.id) == kept
    assert office.item(other).name == "Paper"
    with office.write() as session, pytest.raises(NotFound):
        restore_board(session, office.alice, stock.id)
    sweep(office.database)


def contents(office: Office, board_id: int) -> dict[str, Any]:
    with office.read() as session:
        return {
            name: session.execute(sa.select(table).where(table.c.board_id == board_id)).all()
            for name, table in Base.metadata.tables.items()
            if "board_id" in table.c
        }


def test_events_keep_their_numbers(office: Office, stock: CompiledBoard) -> None:
    one = office.item(stock)
    with office.write() as session:
        delete_items(session, office.alice, stock, [one.id])
    days_pass(office, stock.id, 31)
    sweep(office.database)
    with office.read() as session:
        seqs = session.scalars(sa.select(Event.seq).where(Event.board_id == stock.id).order_by(Event.seq)).all()
    assert list(seqs) == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize(("age", "left"), [(0, 30), (18, 12), (29, 1), (40, 0)])
def test_the_days_that_are_left(age: int, left: int) -> None:
    assert days_left(to_iso(now() - timedelta(days=age, seconds=5))) == left
