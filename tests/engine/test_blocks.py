"""Blocks of cells: read before they are written, in one transaction, and nothing that can be read is lost."""

import pytest

from engine.commands.blocks import MAX_CELLS, Draft, Line, read_block, write_block
from engine.commands.columns import change_column
from engine.commands.items import change_item
from engine.errors import Forbidden, Invalid
from engine.permissions import Actor
from engine.queries.items import BoardItem, items_by_id
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def items(office: Office, stock: CompiledBoard) -> list[BoardItem]:
    return [office.item(stock, name=f"Item {n}", quantity=n) for n in range(3)]


def read(office: Office, stock: CompiledBoard, lines: list[Line], who: Actor | None = None) -> Draft:
    with office.read() as session:
        return read_block(session, who or office.bob, stock, lines)


def quantities(office: Office, stock: CompiledBoard, items: list[BoardItem]) -> list[object]:
    with office.read() as session:
        return [one.values["quantity"] for one in items_by_id(session, stock, [one.id for one in items])]


def test_a_readable_block_is_plain_and_says_what_changes(
    office: Office, stock: CompiledBoard, items: list[BoardItem]
) -> None:
    draft = read(office, stock, [Line({"quantity": "1", "status": "Low"}, one.id, one.version) for one in items])
    assert draft.is_plain
    assert [changes for _, changes in draft.changes] == [
        {"quantity": [0, 1], "status": [None, "low"]},
        {"status": [None, "low"]},
        {"quantity": [2, 1], "status": [None, "low"]},
    ]


def test_what_cannot_be_read_keeps_its_value_and_the_rest_is_written(
    office: Office, stock: CompiledBoard, items: list[BoardItem]
) -> None:
    typed = ["7", "many", "9"]
    lines = [Line({"quantity": text}, one.id, one.version) for one, text in zip(items, typed, strict=True)]
    with office.write() as session:
        draft = read_block(session, office.bob, stock, lines)
        written = write_block(session, office.bob, stock, draft)
    assert [(one.line, one.key, one.raw) for one in draft.refused] == [(1, "quantity", "many")]
    assert "“many” is not a number" in draft.refused[0].error.say("en")
    assert written.changed == [items[0].id, items[2].id]
    assert quantities(office, stock, items) == [7, 1, 9]


def test_read_only_and_unknown_columns_are_refused_by_cell(
    office: Office, stock: CompiledBoard, items: list[BoardItem]
) -> None:
    draft = read(office, stock, [Line({"name": "", "nothing": "x", "quantity": "5"}, items[0].id)])
    assert [one.key for one in draft.refused] == ["name", "nothing"]
    assert list(draft.wanted[items[0].id]) == ["quantity"]


def test_lines_without_an_item_become_items(office: Office, stock: CompiledBoard, items: list[BoardItem]) -> None:
    lines = [Line({"quantity": "4"}), Line({"name": "Named", "quantity": "x"})]
    with office.write() as session:
        draft = read_block(session, office.bob, stock, lines)
        created = write_block(session, office.bob, stock, draft, group_id=items[0].group_id).created
    assert not draft.is_plain
    with office.read() as session:
        made = [(one.name, one.values["quantity"]) for one in items_by_id(session, stock, created)]
    assert made == [("New item", 4), ("Named", None)]


def test_cells_that_others_changed_are_told_and_written_only_on_demand(
    office: Office, stock: CompiledBoard, items: list[BoardItem]
) -> None:
    with office.write() as session:
        change_item(session, office.alice, stock, items[1].id, {"quantity": 50})
    lines = [Line({"quantity": "8"}, one.id, one.version) for one in items]
    draft = read(office, stock, lines)
    assert [(clash.item.id, clash.theirs, clash.yours) for clash in draft.clashes] == [(items[1].id, 50, 8)]
    with office.write() as session:
        write_block(session, office.bob, stock, draft)
    assert quantities(office, stock, items) == [8, 50, 8]
    with office.write() as session:
        write_block(session, office.bob, stock, draft, overwrite=True)
    assert quantities(office, stock, items) == [8, 8, 8]


def test_items_that_are_gone_are_told(office: Office, stock: CompiledBoard, items: list[BoardItem]) -> None:
    draft = read(office, stock, [Line({"quantity": "1"}, items[0].id), Line({"quantity": "1"}, 999_999)])
    assert draft.gone == [999_999]


def test_five_thousand_wrong_cells_are_read_without_a_fault(office: Office, stock: CompiledBoard) -> None:
    wrong = dict.fromkeys(("quantity", "price", "expected_on", "discount", "reorder_level"), "<script>=cmd()")
    draft = read(office, stock, [Line({"name": "\U0001f984" * 255, **wrong}) for _ in range(1000)])
    assert len(draft.refused) == 5000
    assert len(draft.created) == 1000


def test_a_block_that_is_too_large_is_refused_with_a_way_out(office: Office, stock: CompiledBoard) -> None:
    with pytest.raises(Invalid, match="import it as a file"):
        read(office, stock, [Line({"quantity": "1"}) for _ in range(MAX_CELLS + 1)])


def test_who_may_only_look_may_not_paste(office: Office, stock: CompiledBoard, items: list[BoardItem]) -> None:
    with pytest.raises(Forbidden):
        read(office, stock, [Line({"quantity": "1"}, items[0].id)], who=office.charlie)


@pytest.fixture
def unique(office: Office, stock: CompiledBoard, items: list[BoardItem]) -> CompiledBoard:
    """Item 0, 1 and 2 hold A0, A1 and A2, which no others may."""
    with office.write() as session:
        for place, one in enumerate(items):
            change_item(session, office.bob, stock, one.id, {"sku": f"A{place}"})
        return change_column(session, office.alice, stock, "sku", settings={"unique": True})


def test_cells_that_would_not_be_unique_keep_their_value_and_the_rest_is_written(
    office: Office, unique: CompiledBoard, items: list[BoardItem]
) -> None:
    lines = [Line({"sku": "a2", "quantity": "9"}, items[0].id), Line({"sku": "B"}, items[1].id), Line({"sku": "b"})]
    with office.write() as session:
        draft = read_block(session, office.bob, unique, lines)
        written = write_block(session, office.bob, unique, draft)
    assert [(one.line, one.error.say("en")) for one in draft.refused] == [
        (0, "SKU: “A2” is already held by “Item 2”. Give another value."),
        (2, "SKU: “b” stands here twice, and each item needs its own."),
    ]
    assert (written.changed, len(written.created)) == ([items[0].id, items[1].id], 1)
    with office.read() as session:
        found = items_by_id(session, unique, [one.id for one in items])
    assert [(one.values["sku"], one.values["quantity"]) for one in found] == [("A0", 9), ("B", 1), ("A2", 2)]


def test_whoever_keeps_a_value_for_that_reason_is_in_the_way_of_the_next(
    office: Office, unique: CompiledBoard, items: list[BoardItem]
) -> None:
    office.item(unique, name="Other", sku="X")
    wanted = zip(items, ["X", "A0", "A1"], strict=True)
    draft = read(office, unique, [Line({"sku": value}, one.id) for one, value in wanted])
    assert sorted(one.line for one in draft.refused) == [0, 1, 2]
    rotated = zip(items, ["A1", "A2", "A0"], strict=True)
    assert read(office, unique, [Line({"sku": value}, one.id) for one, value in rotated]).is_plain
