import pytest
import sqlalchemy as sa

from engine.commands.items import change_item, create_item, create_items
from engine.commands.moving import move_items
from engine.commands.placing import delete_items, restore_items
from engine.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound
from engine.models import Assignment, Board, Event
from engine.queries.boards import board as load_board
from engine.queries.boards import board_record
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.history import history, values_at
from engine.queries.items import ItemQuery, item
from engine.queries.listing import count, page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def names(office: Office, board: CompiledBoard, **query: object) -> list[str]:
    with office.read() as session:
        return [one.name for one in page(session, board, ItemQuery(**query), context_for(session, office.alice)).items]


def test_a_new_item_holds_what_was_typed(office: Office) -> None:
    board = office.stock()
    made = office.item(
        board,
        sku="P-1",
        quantity="1,200",
        price="12.50",
        status="low",
        expected_on="2026-11-28",
        owner=[office.bob.user_id],
        fragile="yes",
    )
    assert made.values["quantity"] == 1200
    assert made.values["price"] == {"amount": "12.50", "currency": "EUR"}
    assert made.values["status"] == "low"
    assert made.values["owner"] == [office.bob.user_id]
    assert made.values["fragile"] is True


def test_refusals_name_every_wrong_column(office: Office) -> None:
    board = office.stock()
    with pytest.raises(InvalidMany) as refusal:
        office.item(board, quantity="many", price="cheap")
    assert {error.field for error in refusal.value.errors} == {"quantity", "price"}


def test_a_refused_item_leaves_nothing_behind(office: Office) -> None:
    board = office.stock()
    with pytest.raises(InvalidMany), office.write() as session:
        create_items(session, office.alice, board, [{"name": "Good"}, {"name": "Bad", "quantity": -1}])
    assert names(office, board) == []


def test_an_item_needs_a_name(office: Office) -> None:
    board = office.stock()
    with pytest.raises(InvalidMany, match="Name is required"), office.write() as session:
        create_item(session, office.alice, board, {"name": "  "})


def test_a_change_is_one_event_with_before_and_after(office: Office) -> None:
    board = office.stock()
    made = office.item(board, quantity=5)
    with office.write() as session:
        changed = change_item(session, office.bob, board, made.id, {"quantity": "7"})
    with office.read() as session:
        event = history(session, board, made.id)[0]
    assert (changed.version, changed.values["quantity"]) == (2, 7)
    assert event.payload["changes"] == {"quantity": [5, 7]}
    assert event.user_id == office.bob.user_id


def test_a_change_to_the_same_value_is_no_event(office: Office) -> None:
    board = office.stock()
    made = office.item(board, quantity=5)
    with office.write() as session:
        before = board_record(session, office.alice, board.id).seq
        same = change_item(session, office.alice, board, made.id, {"quantity": "5"})
        assert board_record(session, office.alice, board.id).seq == before
    assert same.version == 1


def test_changes_of_different_cells_merge(office: Office) -> None:
    board = office.stock()
    made = office.item(board, quantity=5)
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"sku": "A"})
    with office.write() as session:
        merged = change_item(session, office.bob, board, made.id, {"quantity": 6}, base_version=made.version)
    assert (merged.values["sku"], merged.values["quantity"]) == ("A", 6)


def test_a_stale_change_of_the_same_cell_carries_both_values(office: Office) -> None:
    board = office.stock()
    made = office.item(board, quantity=5)
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"quantity": 6})
    with pytest.raises(Conflict) as conflict, office.write() as session:
        change_item(session, office.bob, board, made.id, {"quantity": 7}, base_version=made.version)
    assert (conflict.value.yours, conflict.value.theirs, conflict.value.version) == (7, 6, 2)


def test_a_viewer_may_not_change_items(office: Office) -> None:
    board = office.stock()
    made = office.item(board)
    with pytest.raises(Forbidden), office.write() as session:
        change_item(session, office.charlie, board, made.id, {"quantity": 1})


def test_another_workspace_does_not_find_the_board(office: Office) -> None:
    board = office.stock()
    with pytest.raises(NotFound), office.read() as session:
        load_board(session, office.dora, board.id)


def test_stamps_cannot_be_typed(office: Office) -> None:
    from engine.commands.columns import add_column

    board = office.stock()
    with office.write() as session:
        board, key = add_column(session, office.alice, board, "created", "Created")
    with pytest.raises(Invalid, match="cannot be edited"):
        office.item(board, **{key: "today"})
    made = office.item(board)
    assert made.values[key]["by"] == office.alice.user_id


def test_seq_has_no_gaps(office: Office) -> None:
    board = office.stock()
    for number in range(5):
        office.item(board, quantity=number)
    with office.read() as session:
        found = list(session.scalars(sa.select(Event.seq).where(Event.board_id == board.id).order_by(Event.seq)))
    assert found == list(range(1, len(found) + 1))


def test_deleted_items_come_back_where_they_were(office: Office) -> None:
    board = office.stock()
    first, second = office.item(board, name="First"), office.item(board, name="Second")
    with office.write() as session:
        assert delete_items(session, office.alice, board, [first.id]) == [first.id]
    assert names(office, board) == ["Second"]
    with office.write() as session:
        restore_items(session, office.alice, board, [first.id])
    assert names(office, board, group_id=first.group_id) == ["First", "Second"]
    with office.read() as session:
        assert session.get_one(Board, board.id).item_count == 2
    assert second.group_id == first.group_id


def test_moving_between_groups_keeps_the_order_given(office: Office) -> None:
    board = office.stock()
    made = [office.item(board, name=name) for name in "ABCD"]
    with office.write() as session:
        lille = groups(session, board)[1].id
        move_items(session, office.alice, board, [made[2].id, made[0].id], lille)
        move_items(session, office.alice, board, [made[3].id], lille, after_id=made[2].id)
        move_items(session, office.alice, board, [made[1].id], lille, to_top=True)
    assert names(office, board, group_id=lille) == ["B", "C", "D", "A"]


def test_paging_visits_every_item_once(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        create_items(
            session,
            office.alice,
            board,
            [{"name": f"Item {number}", "quantity": number % 7 or None} for number in range(57)],
        )
    for sort in ((), (("quantity", False),), (("quantity", True), ("name", True))):
        seen, cursor = [], None
        while True:
            with office.read() as session:
                found = page(
                    session, board, ItemQuery(sort=sort, limit=10, cursor=cursor), context_for(session, office.alice)
                )
            seen += [one.id for one in found.items]
            if not (cursor := found.cursor):
                break
        assert len(seen) == len(set(seen)) == 57


def test_empty_cells_sort_last_either_way(office: Office) -> None:
    board = office.stock()
    (
        office.item(board, name="Empty"),
        office.item(board, name="One", quantity=1),
        office.item(board, name="Two", quantity=2),
    )
    assert names(office, board, sort=[("quantity", False)]) == ["One", "Two", "Empty"]
    assert names(office, board, sort=[("quantity", True)]) == ["Two", "One", "Empty"]


def test_search_ignores_accents_and_finds_beginnings(office: Office) -> None:
    board = office.stock()
    office.item(board, name="Écran plat", sku="SCR-9")
    assert names(office, board, search="ecra") == ["Écran plat"]
    assert names(office, board, search="scr plat") == ["Écran plat"]
    assert names(office, board, search="clavier") == []


def test_search_follows_changes(office: Office) -> None:
    board = office.stock()
    made = office.item(board, name="Chaise")
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"name": "Bureau"})
    assert names(office, board, search="bureau") == ["Bureau"]
    assert names(office, board, search="chaise") == []


def test_however_long_a_word_is_found_by_its_beginning(office: Office) -> None:
    board, letter = office.stock(), "\U00010428"
    made = office.item(board, name="Long", sku=letter * 900)
    assert names(office, board, search=letter * 20) == names(office, board, search=letter * 900) == ["Long"]
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"sku": letter * 901})
    assert names(office, board, search=letter * 901) == ["Long"]
    assert names(office, board, search=letter * 900 + "a") == []


def test_people_are_indexed_by_person(office: Office) -> None:
    board = office.stock()
    made = office.item(board, owner=[office.bob.user_id])
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"owner": [office.alice.user_id]})
    with office.read() as session:
        assert list(session.scalars(sa.select(Assignment.user_id).where(Assignment.item_id == made.id))) == [
            office.alice.user_id
        ]


def test_values_at_reads_the_past_from_events(office: Office) -> None:
    board = office.stock()
    made = office.item(board, quantity=1)
    with office.write() as session:
        seq = board_record(session, office.alice, board.id).seq
        change_item(session, office.alice, board, made.id, {"quantity": 2})
        change_item(session, office.alice, board, made.id, {"quantity": 3})
    with office.read() as session:
        assert values_at(session, board, made.id, seq) == {"quantity": 1}
        assert item(session, board, made.id).values["quantity"] == 3


def test_count_follows_the_filter(office: Office) -> None:
    board = office.stock()
    office.item(board, quantity=1), office.item(board, quantity=9)
    with office.read() as session:
        assert (
            count(
                session,
                board,
                ItemQuery(filter={"column": "quantity", "op": "gt", "value": 5}),
                context_for(session, office.alice),
            )
            == 1
        )


def test_no_items_are_no_event(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        before = board_record(session, office.alice, board.id).seq
        assert create_items(session, office.alice, board, []) == []
        assert board_record(session, office.alice, board.id).seq == before
