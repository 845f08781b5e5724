"""What is copied arrives whole, and what arrived goes on working."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import transfer as transferring
from engine.commands.items import create_item
from engine.commands.undo import undo_step
from engine.db import Database
from engine.errors import EngineError
from engine.fingerprint import digest, fingerprint, table_print
from engine.models import Board, Event, Item, View
from engine.queries.items import items_by_id
from engine.queries.search import search_everywhere
from engine.stored import StoredTable, snapshot, stored_tables
from engine.transfer import transfer
from migrations import upgrade
from tests.engine.installation import full_installation
from tests.factories import Office, actor_named, open_office


def prints(database: Database) -> dict[str, str]:
    with snapshot(database) as session:
        return fingerprint(session)


def copied(source: Database, target: Database) -> dict[str, str]:
    upgrade(target)
    with snapshot(source) as there, target.write() as here:
        return transfer(there, here)


@pytest.fixture
def sqlite(sqlite_office_url: str) -> Iterator[Office]:
    office = open_office(sqlite_office_url)
    full_installation(office)
    yield office
    office.database.close()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url)
    yield database
    database.close()


def test_there_and_back_nothing_is_lost(sqlite: Office, postgresql: Database, tmp_path: Path) -> None:
    back = Database(f"sqlite:///{tmp_path}/back.db")
    sent = copied(sqlite.database, postgresql)
    assert copied(postgresql, back) == sent == prints(sqlite.database) == prints(postgresql) == prints(back)
    with sqlite.read() as session:
        assert {one.name for one in stored_tables(session)} == set(sent)
        empty = [
            one.name for one in stored_tables(session) if not session.execute(sa.select(one.table).limit(1)).first()
        ]
    assert empty == []
    for database in (postgresql, back):
        goes_on(database)
    back.close()


def goes_on(database: Database) -> None:
    """New items get ids of their own, the change of type and what came before it are undone, search finds."""
    with database.read() as session:
        board_id, alice = session.scalars(sa.select(Board.id)).one(), actor_named(session, "Alice")
        highest = session.scalar(sa.select(sa.func.max(Item.id))) or 0
        assert [hit.name for hit in search_everywhere(session, alice, "glu")] == ["Glue"]
    office = Office(database, alice, alice, alice, alice)
    with database.write() as session:
        assert create_item(session, alice, office.board(board_id), {"name": "Later"}).id == highest + 1
    for _ in range(3):
        with database.write() as session:
            undo_step(session, alice, office.board(board_id))
    board = office.board(board_id)
    with database.read() as session:
        (first,) = [one for one in items_by_id(session, board, range(highest + 1)) if one.name.startswith("Paper")]
        assert (first.values["k_date"], board.columns["k_date"].type.name) == ("2026-11-28", "date")
        seqs = session.scalars(sa.select(Event.seq).where(Event.board_id == board_id).order_by(Event.seq)).all()
        assert seqs == list(range(1, len(seqs) + 1))


def test_ids_of_what_is_no_more_are_not_given_again(sqlite: Office, postgresql: Database) -> None:
    with sqlite.write() as session:
        session.execute(sa.text("UPDATE sqlite_sequence SET seq = 5000 WHERE name IN ('items', 'boards')"))
    copied(sqlite.database, postgresql)
    with postgresql.write() as session:
        assert session.scalar(sa.text("SELECT nextval('items_id_seq')")) == 5001
        assert session.scalar(sa.text("SELECT nextval('boards_id_seq')")) == 5001


def test_a_line_may_point_to_a_later_one(sqlite: Office, postgresql: Database) -> None:
    with sqlite.write() as session:
        first, last = session.execute(sa.select(sa.func.min(Item.id), sa.func.max(Item.id))).one()
        session.execute(sa.update(Item).where(Item.id == first).values(parent_id=last))
    copied(sqlite.database, postgresql)


def test_a_target_with_content_is_refused(sqlite: Office, postgresql_office_url: str) -> None:
    full = Database(postgresql_office_url)
    with pytest.raises(EngineError, match="is not empty"):
        copied(sqlite.database, full)
    full.close()


def test_what_differs_is_refused_and_leaves_nothing(
    sqlite: Office, postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = transferring.insert
    monkeypatch.setattr(
        transferring, "insert", lambda target, stored, lines: stored.name == "mentions" or plain(target, stored, lines)
    )
    with pytest.raises(EngineError, match="mentions"):
        copied(sqlite.database, postgresql)
    with postgresql.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Board)) == 0
        assert not [name for name in sa.inspect(session.connection()).get_table_names() if name.startswith("board_1")]


def test_every_cell_counts(sqlite: Office) -> None:
    """Whatever cell is changed, its table's digits are others, and only its."""
    before, unmoved = prints(sqlite.database), set[tuple[str, str]]()
    with sqlite.read() as session:
        tables = list(stored_tables(session))
    for stored in tables:
        for name in stored.columns:
            connection = sqlite.database.writer.connect()
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            with connection, sa.orm.Session(connection) as session:
                session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
                row = "(SELECT min(rowid) FROM " + stored.name + ")"
                session.execute(sa.text(f"UPDATE {stored.name} SET {name} = {other(stored, name)} WHERE rowid = {row}"))
                after = {stored.name: table_print(session, stored)}
                if after[stored.name] == before[stored.name]:
                    unmoved.add((stored.name, name))
                session.rollback()
    assert unmoved == set()
    assert prints(sqlite.database) == before


def other(stored: StoredTable, name: str) -> str:
    kind = stored.kinds[stored.columns.index(name)]
    if kind is sa.Boolean:
        return f"1 - coalesce({name}, 1)"
    if kind is sa.JSON:
        return "'{\"other\": 1}'"
    if kind in (sa.DateTime, sa.Date):
        return "'1999-01-01'"
    return (
        f"coalesce({name}, 0) + 100000"
        if isinstance(stored.table.c[name].type, sa.Integer)
        else f"coalesce({name}, '') || 'x'"
    )


def test_the_order_of_keys_in_json_does_not_count(sqlite: Office) -> None:
    before = prints(sqlite.database)
    with sqlite.write() as session:
        session.execute(sa.update(View).values(settings={"b": 1, "a": 2}))
    first = prints(sqlite.database)
    with sqlite.write() as session:
        session.execute(sa.update(View).values(settings={"a": 2, "b": 1}))
    assert before != first == prints(sqlite.database)
    assert digest(before) != digest(first)
    assert digest(before, without=["views"]) == digest(first, without=["views"])
