"""The same statements on the bare driver: the yardstick beside which `rouage bench` puts what the product takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import Database


class Statement(NamedTuple):
    """What the driver was given: `many` when `values` is a list of them, which it takes by COPY where the SQL says so."""

    sql: str
    values: Any
    many: bool


class UndoneError(Exception):
    """Takes a transaction back whose statements are wanted, not its effect."""


def statements_of(database: Database, work: Callable[[Session], object], *, write: bool) -> list[Statement]:
    """What the work asks of the database. A write is rolled back, so that its statements can be carried out afterwards."""
    engine, found = database.writer if write else database.reader, list[Statement]()

    def note(_: Any, __: Any, sql: str, values: Any, ___: Any, many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's call
        if not sql.startswith("BEGIN"):
            found.append(Statement(sql, values, many))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        carry_out(database, work, write=write)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return found


def carry_out(database: Database, work: Callable[[Session], object], *, write: bool) -> None:
    if not write:
        with database.read() as session:
            work(session)
        return
    with suppress(UndoneError), database.write() as session:
        work(session)
        session.flush()
        raise UndoneError


class RawDriver:
    """A connection of the driver itself, set up as the product's are."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.held = database.writer.raw_connection()
        self.begin = "BEGIN IMMEDIATE" if database.is_sqlite else ""

    def run(self, statements: Sequence[Statement], *, write: bool) -> int:
        """All of them in one transaction, every line fetched; returns how many lines there were."""
        driver: Any = self.held.driver_connection
        cursor, lines = driver.cursor(), 0
        if write and self.begin:
            cursor.execute(self.begin)
        for sql, values, many in statements:
            lines += carried_out(cursor, sql, values, many=many)
        cursor.close()
        driver.commit()
        return lines

    def close(self) -> None:
        self.held.close()


def carried_out(cursor: Any, sql: str, values: Any, *, many: bool) -> int:
    """How many lines came back."""
    if sql.startswith("COPY"):
        with cursor.copy(sql) as stream:
            for line in values:
                stream.write_row(line)
        return 0
    (cursor.executemany if many else cursor.execute)(sql, values)
    return len(cursor.fetchall()) if cursor.description else 0


def versions(database: Database) -> dict[str, str]:
    """Of the database and its driver."""
    library: Any = database.reader.dialect.dbapi
    if database.is_sqlite:
        return {"sqlite": library.sqlite_version, "driver": library.__name__}
    with database.read() as session:
        server = session.scalar(sa.text("SHOW server_version"))
    return {"postgresql": str(server), "driver": f"psycopg {library.__version__}"}


def settle_statistics(database: Database) -> None:
    """What the planner knows after a day of use: of a table filled a moment ago it knows nothing."""
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A new PostgreSQL database on this server until the block ends; gives its URL."""
    name = f"rouage_bench_{token_hex(6)}"
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()
