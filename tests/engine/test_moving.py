"""Moves: many at once, at one place again and again, and the ranks that they leave."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engine.commands.items import create_items
from engine.commands.moving import LONGEST, move_items
from engine.commands.placing import delete_items
from engine.events import EventKind
from engine.models import Event
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


def made(office: Office, stock: CompiledBoard, count: int) -> list[int]:
    with office.write() as session:
        return [one.id for one in create_items(session, office.alice, stock, [{"name": f"{n}"} for n in range(count)])]


def first_group(office: Office, stock: CompiledBoard) -> tuple[int, Sequence[BoardItem]]:
    with office.read() as session:
        group_id = groups(session, stock)[0].id
        query = ItemQuery(group_id=group_id, limit=500)
        return group_id, page(session, stock, query, context_for(session, office.alice)).items


def test_many_items_move_into_the_middle_with_short_ranks(office: Office, stock: CompiledBoard) -> None:
    ids = made(office, stock, 400)
    group_id, _ = first_group(office, stock)
    with office.write() as session:
        move_items(session, office.bob, stock, ids[2:], group_id, after_id=ids[0])
    _, items = first_group(office, stock)
    assert [one.id for one in items] == [ids[0], *ids[2:], ids[1]]
    assert max(len(one.position) for one in items) <= LONGEST
    assert {one.version for one in items if one.id not in ids[:2]} == {2}


def test_a_place_used_again_and_again_keeps_short_ranks_and_the_order(office: Office, stock: CompiledBoard) -> None:
    ids = made(office, stock, 6)
    group_id, _ = first_group(office, stock)
    expected = list(ids)
    with office.write() as session:
        for turn in range(200):
            moved = expected[-1 - turn % 2]
            expected.remove(moved)
            expected.insert(1, moved)
            move_items(session, office.bob, stock, [moved], group_id, after_id=expected[0])
        renewed = sa.select(sa.func.count()).where(Event.kind == EventKind.RANKS_RENEWED)
        assert session.scalar(renewed)
    _, items = first_group(office, stock)
    assert [one.id for one in items] == expected
    assert max(len(one.position) for one in items) <= LONGEST


def test_behind_a_trashed_item_is_where_it_was_and_behind_no_item_the_end(office: Office, stock: CompiledBoard) -> None:
    ids = made(office, stock, 3)
    group_id, _ = first_group(office, stock)
    with office.write() as session:
        move_items(session, office.bob, stock, [ids[0]], group_id, after_id=999_999)
        delete_items(session, office.bob, stock, [ids[2]])
        move_items(session, office.bob, stock, [ids[1]], group_id, after_id=ids[2])
    _, items = first_group(office, stock)
    assert [one.id for one in items] == [ids[1], ids[0]]


def test_items_that_change_places_never_stand_in_one_another_s(office: Office, stock: CompiledBoard) -> None:
    ids = made(office, stock, 4)
    group_id, _ = first_group(office, stock)
    with office.write() as session:
        move_items(session, office.bob, stock, [ids[3], ids[2]], group_id)
    _, items = first_group(office, stock)
    assert [one.id for one in items] == [ids[0], ids[1], ids[3], ids[2]]
