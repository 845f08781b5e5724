"""A database that cannot store or answer is told in a sentence; a mistake of ours stays an error."""

import select
from typing import Any

import pytest
import sqlalchemy as sa

from engine.errors import Unavailable
from tests.factories import Office


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_full_disk_is_told_and_the_next_write_goes_on(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        pages = session.scalar(sa.text("PRAGMA page_count"))
        session.execute(sa.text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(Unavailable, match="disk is full"):
        office.fill(board, 1000)
    with office.write() as session:
        session.execute(sa.text("PRAGMA max_page_count=1000000"))
    office.fill(board, 10)
    assert office.board(board.id).id == board.id


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_connection_that_ends_is_told_and_the_next_one_works(office: Office) -> None:
    with pytest.raises(Unavailable, match="does not answer"), office.write() as session:
        session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert office.stock().id


def test_mistake_of_ours_stays_an_error(office: Office) -> None:
    with pytest.raises(sa.exc.DBAPIError), office.read() as session:
        session.execute(sa.text("SELECT nothing FROM nowhere"))
    with pytest.raises(sa.exc.DBAPIError), office.write() as session:
        session.execute(sa.text("SELECT nothing FROM nowhere"))


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_connection_that_ended_while_nobody_used_it_is_replaced_unnoticed(office: Office) -> None:
    with office.read() as other:
        other.execute(sa.text("SELECT 1"))
        with office.read() as idle:
            pid = {"pid": idle.scalar(sa.text("SELECT pg_backend_pid()"))}
            socket: Any = idle.connection().connection.driver_connection
        other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), pid)
        assert select.select([socket], [], [], 30)[0], "the server did not hang up"
    with office.read() as session:
        assert session.scalar(sa.text("SELECT 1")) == 1
    with office.database.glance() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
