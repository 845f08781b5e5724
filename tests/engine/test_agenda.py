"""My work over all boards: by date, without what is done, and only what one may see."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.deadline import choose_deadline
from engine.commands.favourites import add_favourite, order_favourites, remove_favourite
from engine.commands.placing import delete_items
from engine.commands.visits import KEPT, record_visit
from engine.errors import Forbidden, Invalid
from engine.models import Board
from engine.moment import now
from engine.queries.agenda import Agenda, When, agenda, when_of
from engine.queries.favourites import favourite_ids, recents
from tests.factories import Office


def names(found: Agenda) -> dict[When, list[str]]:
    return {when: [task.name for task in tasks] for when, tasks in found.tasks.items() if tasks}


@pytest.mark.parametrize(
    ("due", "when"),
    [
        ("2026-11-23", When.OVERDUE),
        ("2026-11-24", When.TODAY),
        ("2026-11-25", When.WEEK),
        ("2026-11-29", When.WEEK),
        ("2026-11-30", When.LATER),
        (None, When.NEVER),
    ],
)
def test_a_week_ends_on_sunday(due: str | None, when: When) -> None:
    assert when_of(date.fromisoformat(due) if due else None, date(2026, 11, 24)) == when


def test_work_of_all_boards_stands_by_date(office: Office) -> None:
    today, bob = now().date(), office.bob
    stock, plain = office.stock(), None
    office.item(stock, name="Late", owner=[bob.user_id], expected_on=str(today - timedelta(days=2)), status="low")
    office.item(stock, name="Now", owner=[bob.user_id], expected_on=str(today))
    office.item(stock, name="Done", owner=[bob.user_id], expected_on=str(today), status="ok")
    office.item(stock, name="Somebody’s", owner=[office.alice.user_id], expected_on=str(today))
    with office.write() as session:
        plain = create_board(session, office.alice, "Plain")
        plain, _ = add_column(session, office.alice, plain, "people", "Owner", {})
    office.item(plain, name="Some day", owner=[bob.user_id])
    with office.read() as session:
        found = agenda(session, bob)
        assert names(found) == {When.OVERDUE: ["Late"], When.TODAY: ["Now"], When.NEVER: ["Some day"]}
        assert names(agenda(session, bob, with_done=True))[When.TODAY] == ["Now", "Done"]
        assert names(agenda(session, bob, board_id=plain.id)) == {When.NEVER: ["Some day"]}
    assert [board.title("en") for board in found.boards] == ["Plain", "Stock"]
    late = found.tasks[When.OVERDUE][0]
    assert (late.status, late.done, late.due) == ("low", False, today - timedelta(days=2))


def test_moments_are_days_of_the_reader(office: Office) -> None:
    with office.write() as session:
        board = create_board(session, office.alice, "Calls")
        board, _ = add_column(session, office.alice, board, "people", "Who", {})
        board, _ = add_column(session, office.alice, board, "datetime", "When", {})
    moment = now() + timedelta(days=30)
    office.item(board, name="Call", who=[office.bob.user_id], when=moment.isoformat())
    with office.read() as session:
        (task,) = agenda(session, office.bob).tasks[When.LATER]
    assert task.due == moment.date()


def test_what_is_deleted_or_closed_is_no_work(office: Office) -> None:
    stock, other = office.stock(), office.stock()
    gone = office.item(stock, name="Gone", owner=[office.bob.user_id])
    office.item(other, name="Closed", owner=[office.bob.user_id])
    with office.write() as session:
        delete_items(session, office.alice, stock, [gone.id])
        session.execute(sa.update(Board).where(Board.id == other.id).values(access="private"))
    with office.read() as session:
        assert names(agenda(session, office.bob)) == {}


def test_the_number_of_statements_does_not_grow_with_the_boards(office: Office) -> None:
    def statements() -> int:
        seen: list[str] = []
        with office.read() as session:
            engine = session.get_bind()

            def note(*args: object) -> None:
                seen.append(str(args[2]))

            sa.event.listen(engine, "before_cursor_execute", note)
            agenda(session, office.bob)
            sa.event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    office.item(office.stock(), owner=[office.bob.user_id])
    first = statements()
    for _ in range(3):
        office.item(office.stock(), owner=[office.bob.user_id])
    assert statements() == first


def test_favourites_keep_their_order(office: Office) -> None:
    one, two, three = office.stock(), office.stock(), office.stock()
    with office.write() as session:
        for board in (one, two, three, one):
            add_favourite(session, office.bob, board)
        order_favourites(session, office.bob, [three.id, 999, one.id])
        assert favourite_ids(session, office.bob) == [three.id, one.id, two.id]
        remove_favourite(session, office.bob, one)
        assert favourite_ids(session, office.bob) == [three.id, two.id]
        assert favourite_ids(session, office.alice) == []


def test_recents_are_the_last_places_and_forget_the_oldest(office: Office) -> None:
    board, other = office.stock(), office.stock()
    items = [office.item(board, name=f"Item {number}") for number in range(4)]
    with office.write() as session:
        record_visit(session, office.bob, board)
        for one in items:
            record_visit(session, office.bob, board, one.id)
        record_visit(session, office.bob, board)
        record_visit(session, office.bob, other)
        session.execute(sa.update(Board).where(Board.id == other.id).values(access="private"))
        delete_items(session, office.alice, board, [items[3].id])
    with office.read() as session:
        found = recents(session, office.bob, 3)
    assert [(one.item_id, one.name) for one in found] == [
        (0, ""),
        (items[2].id, "Item 2"),
        (items[1].id, "Item 1"),
    ]
    assert KEPT > 8


def test_a_board_may_name_its_deadline(office: Office) -> None:
    today = now().date()
    board = office.stock()
    with office.write() as session:
        board, key = add_column(session, office.alice, board, "date", "Deadline", {})
    office.item(board, name="Paper", owner=[1], expected_on=str(today), **{key: str(today + timedelta(days=40))})
    with office.read() as session:
        assert names(agenda(session, office.alice)) == {When.TODAY: ["Paper"]}
    with office.write() as session:
        choose_deadline(session, office.alice, board, key)
    with office.read() as session:
        assert names(agenda(session, office.alice)) == {When.LATER: ["Paper"]}
    with pytest.raises(Invalid, match="column of dates"), office.write() as session:
        choose_deadline(session, office.alice, board, "quantity")
    with pytest.raises(Forbidden), office.write() as session:
        choose_deadline(session, office.charlie, board, key)
