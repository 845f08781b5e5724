from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine.commands.columns import hide_column
from engine.commands.shortcuts import tend_shortcuts
from engine.commands.views import create_view, delete_view
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import ItemPage, count, listing, page, page_and_total
from engine.queries.shortcuts import MANY, shortcuts
from engine.schema.change import drop_physical_columns, standing_shortcuts
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

LOW = {"column": "status", "op": "is", "value": "low"}
LARGEST = [("quantity", True)]


@pytest.fixture
def large(office: Office) -> CompiledBoard:
    """One item in three is low."""
    board = office.stock()
    office.fill(board, MANY + 1000)
    status = board.columns["status"].physical
    with office.write() as session:
        session.execute(sa.update(board.table).where(board.table.c.id % 3 == 0).values({status: "low"}))
        session.execute(sa.update(board.table).where(board.table.c.id % 3 == 1).values({status: "ok"}))
    return board


def listed(office: Office, board: CompiledBoard, **asked: object) -> ItemPage:
    with office.read() as session:
        query = ItemQuery(filter=LOW, sort=LARGEST, **asked)
        return page_and_total(session, board, query, context_for(session, office.alice))


def plan(office: Office, board: CompiledBoard, group_id: int | None = None) -> str:
    """What the database says that it will do."""
    with office.read() as session:
        query = ItemQuery(filter=LOW, sort=LARGEST, group_id=group_id)
        question, _ = listing(session, board, query, context_for(session, office.alice))
        statement = question.statement
        dialect = session.get_bind().dialect
        text = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        how = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
        # SQLite's EXPLAIN does not look whether the tables are still as it knew them, nor does one that was kept
        session.execute(statement).all()
        asked = f"{how} /* {uuid4()} */ {text}"
        return "\n".join(str(line) for line in session.connection().exec_driver_sql(asked.replace("%", "%%")))


def see_low_by_quantity(office: Office, board: CompiledBoard) -> int:
    settings = {"filter": LOW, "sort": [["quantity", True]]}
    with office.write() as session:
        made = create_view(session, office.alice, board, "table", "Low", settings)
        return made.id


def test_a_view_of_a_large_board_gets_its_index(office: Office, large: CompiledBoard) -> None:
    before = listed(office, large)
    assert "ix_board" not in plan(office, large)
    see_low_by_quantity(office, large)
    tend_shortcuts(office.database)
    assert f"ix_board_{large.id}_" in plan(office, large)
    assert listed(office, large) == before
    assert before.total == 2000


def test_each_group_has_one_too(office: Office, large: CompiledBoard) -> None:
    see_low_by_quantity(office, large)
    tend_shortcuts(office.database)
    group_id = listed(office, large).items[0].group_id
    assert f"ix_board_{large.id}_" in plan(office, large, group_id)


def test_it_goes_with_the_view(office: Office, large: CompiledBoard) -> None:
    view_id = see_low_by_quantity(office, large)
    tend_shortcuts(office.database)
    with office.write() as session:
        assert len(standing_shortcuts(session, large.id)) == 2
        delete_view(session, office.alice, large, view_id)
    tend_shortcuts(office.database)
    with office.read() as session:
        assert standing_shortcuts(session, large.id) == set()


def test_a_column_that_goes_for_good_takes_it_along(office: Office, large: CompiledBoard) -> None:
    see_low_by_quantity(office, large)
    tend_shortcuts(office.database)
    with office.write() as session:
        hide_column(session, office.alice, large, "quantity")
        drop_physical_columns(session, large.id, [large.columns["quantity"].id])
    tend_shortcuts(office.database)
    with office.read() as session:
        assert len(standing_shortcuts(session, large.id)) == 2


def test_a_small_board_has_none(office: Office) -> None:
    board = office.stock()
    office.item(board)
    see_low_by_quantity(office, board)
    tend_shortcuts(office.database)
    with office.read() as session:
        assert standing_shortcuts(session, board.id) == set()


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"sort": [["status", False]]},
        {"filter": {"column": "quantity", "op": "gt", "value": 3}},
        {"filter": {"column": "quantity", "op": "is", "value": {"column": "reorder_level"}}},
        {"filter": {"or": [LOW, LOW]}},
    ],
    ids=["nothing", "options have their own order", "no equality", "another column", "either of two"],
)
def test_what_no_index_would_help_calls_for_none(office: Office, settings: dict[str, object]) -> None:
    assert shortcuts(office.stock(), [settings]) == []


@pytest.mark.parametrize("sort", [(), LARGEST, [("name", False), ("quantity", True)]])
@pytest.mark.parametrize("filtered", [None, LOW])
def test_the_total_is_that_of_all_pages(
    office: Office, sort: list[tuple[str, bool]], filtered: dict[str, object] | None
) -> None:
    board = office.stock()
    office.fill(board, 7)
    office.item(board, status="low", quantity=3)
    office.item(board, status="low")
    query = ItemQuery(filter=filtered, sort=sort, limit=2)
    with office.read() as session:
        context = context_for(session, office.alice)
        first = page_and_total(session, board, query, context)
        behind = page_and_total(session, board, ItemQuery(filter=filtered, sort=sort, cursor=first.cursor), context)
        assert first.total == behind.total == count(session, board, query, context) == (2 if filtered else 9)
        assert first.items == page(session, board, query, context).items


def test_of_nothing_the_total_is_nought(office: Office) -> None:
    board = office.stock()
    assert listed(office, board).total == 0
