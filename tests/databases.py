"""PostgreSQL databases for the tests: empty ones, and one with an office that is as good as new for every test."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.base import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from engine.db import Database
from tests.factories import furnish

EMPTIED = sa.text(r"""
DO $$
DECLARE name text;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    IF name ~ '^board_\d+$' THEN
      EXECUTE format('DROP TABLE %I', name);
    ELSIF pg_relation_size(name::regclass) > 1000000 THEN
      EXECUTE format('TRUNCATE %I CASCADE', name);
    ELSE
      EXECUTE format('DELETE FROM %I', name);
    END IF;
  END LOOP;
  PERFORM setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$
""")


def share_compiled_statements() -> None:
    """Every test opens a database of its own, which would put all statements together anew: a quarter of its time."""
    begin, shared = Engine.__init__, dict[type, LRUCache[Any, Any]]()

    def begin_sharing(self: Engine, pool: sa.Pool, dialect: sa.Dialect, *rest: Any, **options: Any) -> None:
        begin(self, pool, dialect, *rest, **options)
        self._compiled_cache = shared.setdefault(type(dialect), LRUCache(3000))

    # the dialect is a part of the cache's key; all of one kind are set up alike here
    Engine.__init__ = begin_sharing  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


@contextmanager
def postgresql_database(server: sa.Engine) -> Iterator[str]:
    """An empty database until the block ends."""
    name = f"test_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def renew_office(keeper: Database) -> None:
    """The office as on its first day, whatever a test did to it: a new database would cost ten times as much."""
    with keeper.write() as session:
        session.execute(EMPTIED)
    furnish(keeper)
