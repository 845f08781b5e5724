import pytest

from engine.errors import Invalid
from engine.filters import columns_of
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.queries.matching import matches
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def found(office: Office, board: CompiledBoard, tree: object) -> list[str]:
    with office.read() as session:
        return [
            one.name for one in page(session, board, ItemQuery(filter=tree), context_for(session, office.bob)).items
        ]


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    board = office.stock()
    office.item(board, name="Paper", sku="P-10", status="low", quantity=4, reorder_level=10, owner=[office.bob.user_id])
    office.item(board, name="Épingle", sku="P-9", status="ok", quantity=40, reorder_level=10, price="3.20")
    office.item(board, name="Glove", status=None, quantity=None)
    return board


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}}, ["Paper"]),
        ({"column": "quantity", "op": "gte", "value": "40"}, ["Épingle"]),
        ({"column": "quantity", "op": "is_empty"}, ["Glove"]),
        ({"column": "status", "op": "is", "value": "low"}, ["Paper"]),
        ({"column": "status", "op": "not", "value": "low"}, ["Épingle", "Glove"]),
        ({"column": "status", "op": "one_of", "value": ["low", "ok"]}, ["Paper", "Épingle"]),
        ({"column": "name", "op": "contains", "value": "EPIN"}, ["Épingle"]),
        ({"column": "price", "op": "gt", "value": "3"}, ["Épingle"]),
        ({"column": "owner", "op": "includes", "value": {"token": "me"}}, ["Paper"]),
        (
            {"or": [{"column": "quantity", "op": "is_empty"}, {"column": "status", "op": "is", "value": "ok"}]},
            ["Épingle", "Glove"],
        ),
        ({"and": []}, ["Paper", "Épingle", "Glove"]),
    ],
)
def test_filters_choose(office: Office, board: CompiledBoard, tree: object, expected: list[str]) -> None:
    assert found(office, board, tree) == expected


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ({"column": "colour", "op": "is", "value": 1}, "no column “colour”"),
        ({"column": "quantity", "op": "contains", "value": 1}, "cannot be compared with “contains”"),
        ({"column": "quantity", "op": "gt"}, "a value to compare with"),
        ({"column": "quantity", "op": "gt", "value": {"column": "name"}}, "different kinds of values"),
        ({"column": "status", "op": "is", "value": {"token": "me"}}, "does not know the word “me”"),
        ({"nonsense": 1}, "cannot be read"),
        ({"and": [{"column": "quantity", "op": "is_empty"}] * 60}, "at most 50 conditions"),
    ],
)
def test_refusals_name_the_place(office: Office, board: CompiledBoard, tree: object, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        found(office, board, tree)


def test_hostile_text_stays_a_value(office: Office, board: CompiledBoard) -> None:
    assert found(office, board, {"column": "name", "op": "contains", "value": "'\"`;-- DROP TABLE items"}) == []


def test_matches_lays_values_over_the_item(office: Office, board: CompiledBoard) -> None:
    low = {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}}
    with office.read() as session:
        context = context_for(session, office.alice)
        paper = page(session, board, ItemQuery(), context).items[0]
        assert matches(session, board, paper.id, low, context)
        assert not matches(session, board, paper.id, low, context, {"quantity": 11})
        assert matches(
            session, board, paper.id, {"column": "name", "op": "is", "value": "ÉCRAN"}, context, {"name": "Écran"}
        )


def test_columns_of_names_both_sides(office: Office) -> None:
    tree = {"or": [{"column": "a", "op": "lt", "value": {"column": "b"}}, {"and": [{"column": "c", "op": "is_empty"}]}]}
    assert columns_of(tree) == {"a", "b", "c"}
