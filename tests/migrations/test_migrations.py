"""Migrations make the tables that the models describe, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db import Database
from engine.models import Base
from migrations import FOLDER, is_current, newest, upgrade


def test_an_empty_database_is_brought_up_to_date(database_url: str) -> None:
    database = Database(database_url)
    assert not is_current(database)
    upgrade(database)
    upgrade(database)
    assert is_current(database)
    database.close()


def test_the_tables_are_those_of_the_models(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    with database.read() as session:
        options = {
            "compare_type": True,
            "include_object": lambda _, name, *rest: not (name or "").startswith(("search", "ix_search")),
        }
        differences = compare_metadata(MigrationContext.configure(session.connection(), opts=options), Base.metadata)
    assert differences == []
    database.close()


def test_two_processes_that_start_together_migrate_once(database_url: str) -> None:
    databases = [Database(database_url), Database(database_url)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, databases))
    assert is_current(databases[0])
    for database in databases:
        database.close()


def test_a_migration_that_fails_leaves_nothing(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as session:
        session.execute(sa.text("CREATE TABLE jobs (id INTEGER)"))
    with pytest.raises(sa.exc.OperationalError, match="jobs already exists"):
        upgrade(database)
    with database.read() as session:
        assert sa.inspect(session.connection()).get_table_names() == ["jobs"]
    database.close()


def test_ranks_are_compared_bytewise_on_postgresql(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    upgrade(database)
    found = sa.text(
        "SELECT count(*) FROM information_schema.columns WHERE column_name = 'position' AND collation_name = 'C'"
    )
    with database.read() as session:
        assert session.scalar(found) == 2
    database.close()


def test_file_names_begin_with_the_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [newest()]


def test_words_that_were_indexed_before_are_found_as_words(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    long = "\U00010428" * 900
    migrate_to(database, "0008")
    with database.write() as session:
        found = {"body": f" ecran 1e5 {long}"}
        session.execute(sa.text("INSERT INTO search (item_id, board_id, body) VALUES (1, 1, :body)"), found)
    upgrade(database)
    with database.read() as session:
        for word in ("ecra", "1e5", long[:250], long[-150:]):
            query = {"query": f"'{word}':*"}
            held = sa.text("SELECT item_id FROM search WHERE words @@ CAST(:query AS tsquery)")
            assert session.scalar(held, query) == 1
    database.close()


def migrate_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)
