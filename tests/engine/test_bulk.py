"""Cells of many items in one transaction, and the step that one person can undo."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engine.commands.bulk import change_many
from engine.commands.items import change_item
from engine.errors import Forbidden, InvalidMany
from engine.events import EventKind
from engine.models import Assignment, Event, Step
from engine.queries.context import context_for
from engine.queries.items import ItemQuery, items_by_id
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


def steps(office: Office) -> Sequence[Step]:
    with office.read() as session:
        return session.scalars(sa.select(Step).order_by(Step.id)).all()


def last_events(office: Office, seq: int) -> Sequence[Event]:
    with office.read() as session:
        return session.scalars(sa.select(Event).where(Event.seq > seq).order_by(Event.seq)).all()


def test_many_items_change_in_one_transaction_with_an_event_each(office: Office, stock: CompiledBoard) -> None:
    ids = [office.item(stock, name=f"Item {n}", quantity=n).id for n in range(5)]
    before = steps(office)[-1].last_seq
    with office.write() as session:
        outcome = change_many(session, office.bob, stock, {one: {"quantity": "3", "status": "low"} for one in ids})
    assert outcome.changed == ids
    events = last_events(office, before)
    assert [event.item_id for event in events] == ids
    assert {event.kind for event in events} == {EventKind.ITEM_CHANGED}
    assert [event.seq for event in events] == list(range(before + 1, before + 6))
    assert events[0].payload == {"changes": {"quantity": [0, 3], "status": [None, "low"]}}
    assert events[3].payload == {"changes": {"status": [None, "low"]}}
    with office.read() as session:
        assert {(one.values["quantity"], one.version) for one in items_by_id(session, stock, ids)} == {(3, 2)}


def test_one_transaction_of_one_person_is_one_step(office: Office, stock: CompiledBoard) -> None:
    ids = [office.item(stock, name=f"Item {n}").id for n in range(3)]
    count = len(steps(office))
    with office.write() as session:
        change_many(session, office.bob, stock, {one: {"quantity": 9} for one in ids})
        change_item(session, office.bob, stock, ids[0], {"name": "First"})
    with office.write() as session:
        change_item(session, office.bob, stock, ids[1], {"name": "Second"})
    first, second = steps(office)[count:]
    assert (first.user_id, first.last_seq - first.first_seq) == (office.bob.user_id, 3)
    assert second.first_seq == second.last_seq == first.last_seq + 1


def test_what_is_already_so_makes_no_event_and_no_step(office: Office, stock: CompiledBoard) -> None:
    made = office.item(stock, quantity=2)
    count = len(steps(office))
    with office.write() as session:
        assert change_many(session, office.bob, stock, {made.id: {"quantity": 2}}).changed == []
    assert len(steps(office)) == count


def test_a_cell_that_somebody_changed_meanwhile_is_left_and_told(office: Office, stock: CompiledBoard) -> None:
    one, other = office.item(stock, quantity=1), office.item(stock, quantity=1)
    with office.write() as session:
        change_item(session, office.alice, stock, one.id, {"quantity": 5})
    with office.write() as session:
        wanted = {item.id: {"quantity": 7, "status": "low"} for item in (one, other)}
        outcome = change_many(session, office.bob, stock, wanted, base_versions={one.id: 1, other.id: 1})
    assert [(clash.item.id, clash.key, clash.theirs, clash.yours) for clash in outcome.clashes] == [
        (one.id, "quantity", 5, 7)
    ]
    with office.read() as session:
        found = {item.id: item.values for item in items_by_id(session, stock, [one.id, other.id])}
    assert (found[one.id]["quantity"], found[one.id]["status"]) == (5, "low")
    assert found[other.id]["quantity"] == 7


def test_items_that_are_gone_are_told_and_the_others_change(office: Office, stock: CompiledBoard) -> None:
    made = office.item(stock)
    with office.write() as session:
        outcome = change_many(session, office.bob, stock, {made.id: {"quantity": 1}, 999_999: {"quantity": 1}})
    assert (outcome.changed, outcome.gone) == ([made.id], [999_999])


def test_one_value_that_cannot_be_read_leaves_everything_as_it_was(office: Office, stock: CompiledBoard) -> None:
    one, other = office.item(stock, quantity=1), office.item(stock, quantity=1)
    with pytest.raises(InvalidMany), office.write() as session:
        change_many(session, office.bob, stock, {one.id: {"quantity": 2}, other.id: {"quantity": "many"}})
    with office.read() as session:
        assert [item.values["quantity"] for item in items_by_id(session, stock, [one.id, other.id])] == [1, 1]


def test_search_and_people_follow(office: Office, stock: CompiledBoard) -> None:
    ids = [office.item(stock, name=f"Item {n}", owner=[office.alice.user_id]).id for n in range(2)]
    with office.write() as session:
        change_many(session, office.alice, stock, {one: {"name": "Bolt", "owner": [office.bob.user_id]} for one in ids})
    with office.read() as session:
        found = page(session, stock, ItemQuery(search="bolt"), context_for(session, office.alice))
        assert [item.id for item in found.items] == ids
        people = session.scalars(sa.select(Assignment.user_id).where(Assignment.item_id.in_(ids))).all()
    assert people == [office.bob.user_id] * 2


def test_a_viewer_changes_nothing(office: Office, stock: CompiledBoard) -> None:
    made = office.item(stock)
    with pytest.raises(Forbidden), office.write() as session:
        change_many(session, office.charlie, stock, {made.id: {"quantity": 1}})
