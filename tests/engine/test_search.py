"""The index of words is put in order by the worker, not by who writes."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from engine.commands.search import index_later, tend_index
from engine.db import Database
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.queries.search import search_everywhere
from tests.factories import Office, enter_office


@pytest.fixture
def pg_office(postgresql_office_url: str) -> Iterator[Office]:
    office = enter_office(Database(postgresql_office_url))
    yield office
    office.database.close()


def pending_pages(database: Database) -> int:
    """What waits in PostgreSQL's index; nothing does any more once it has been counted."""
    with database.glance() as connection:
        return int(connection.scalar(sa.text("SELECT gin_clean_pending_list('ix_search_words')")) or 0)


def pending_limit(database: Database, *, later: bool) -> str:
    with database.write() as session:
        if later:
            index_later(session)
        return str(session.scalar(sa.text("SHOW gin_pending_list_limit")))


def test_what_waits_in_the_index_is_put_in_order_and_found(pg_office: Office) -> None:
    stock = pg_office.stock()
    pg_office.item(stock, name="Paper")
    assert pending_pages(pg_office.database) > 0
    pg_office.item(stock, name="Pencil")
    tend_index(pg_office.database)
    assert pending_pages(pg_office.database) == 0
    with pg_office.read() as session:
        assert [hit.name for hit in search_everywhere(session, pg_office.alice, "pe")] == ["Pencil"]


def test_an_import_leaves_the_order_of_the_index_to_others(pg_office: Office) -> None:
    usual = pending_limit(pg_office.database, later=False)
    assert pending_limit(pg_office.database, later=True) == "64MB" != usual
    assert pending_limit(pg_office.database, later=False) == usual


def test_words_are_planned_for_each_time(pg_office: Office) -> None:
    stock = pg_office.stock()
    with pg_office.read() as session:
        for number in range(12):
            session.execute(sa.text("SELECT 1"))
            page(session, stock, ItemQuery(search=f"paper {number}"), context_for(session, pg_office.alice))
        kept = session.scalars(sa.text("SELECT statement FROM pg_prepared_statements")).all()
    assert kept == ["SELECT 1"]
