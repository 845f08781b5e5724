"""Duplicates of items stand behind their originals and hold the same, save for what only one may hold."""

import pytest

from engine.commands.columns import change_column
from engine.commands.copying import copy_items
from engine.commands.items import create_item
from engine.errors import Forbidden
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


def order(office: Office, stock: CompiledBoard, group_id: int) -> list[str]:
    with office.read() as session:
        query = ItemQuery(group_id=group_id)
        return [one.name for one in page(session, stock, query, context_for(session, office.alice)).items]


def test_copies_stand_behind_the_last_original_of_their_group(office: Office, stock: CompiledBoard) -> None:
    with office.write() as session:
        lyon, lille = (group.id for group in groups(session, stock))
    first, second, third = (office.item(stock, name=name, quantity=4) for name in ("A", "B", "C"))
    with office.write() as session:
        other = create_item(session, office.alice, stock, {"name": "D"}, group_id=lille)
        made = copy_items(session, office.bob, stock, [second.id, first.id, other.id])
    assert order(office, stock, lyon) == ["A", "B", "B (copy)", "A (copy)", "C"]
    assert order(office, stock, lille) == ["D", "D (copy)"]
    assert [one.values["quantity"] for one in made] == [4, 4, None]
    assert third.id not in [one.id for one in made]


def test_unique_values_and_long_names_do_not_stop_a_copy(office: Office, stock: CompiledBoard) -> None:
    with office.write() as session:
        stock = change_column(session, office.alice, stock, "sku", settings={"unique": True})
    one = office.item(stock, name="é" * 255, sku="ONLY-1")
    with office.write() as session:
        (made,) = copy_items(session, office.alice, stock, [one.id])
    assert (len(made.name), made.name[-7:], made.values["sku"]) == (255, " (copy)", None)


def test_who_may_only_look_may_not_copy(office: Office, stock: CompiledBoard) -> None:
    one = office.item(stock)
    with office.write() as session, pytest.raises(Forbidden):
        copy_items(session, office.charlie, stock, [one.id])
