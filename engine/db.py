"""The one place that opens the database: a writer, a reader, and how each kind of server is set up."""

import re
import select
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from engine.errors import Taken
from engine.jsontext import FUNCTIONS
from engine.outage import outage
from engine.settings import Settings
from engine.zones import day_in_zone

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for this platform: `rouage doctor` tells whether the stdlib's library is new enough
    import sqlite3 as sqlite_module

SAFE_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a WAL database that two connections write (fixed in 3.51.3)."""

UNIQUE_CELL = re.compile(r"board_\d+[._]c_\d+")
"""How a unique column's index calls itself in what a database refuses."""
RESTED = 10
"""Seconds without use after which a connection to PostgreSQL is tried first, even if it looks whole."""

BUSY = 10.0
"""Seconds that SQLite is waited for while another process writes."""
NEXT_LOOK, LONGEST_LOOK = 0.0001, 0.001
"""Seconds after which it is asked again, half as long again each time. Its own waiting soon sleeps through the gaps of a process that writes much."""

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY * 1000:.0f}",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cache_size=-32768",
    "temp_store=MEMORY",
)
LOOKS_FOR_WORDS = " @@ "
"""In statements that PostgreSQL plans for the words given: a plan for any words, which it would keep, reads the whole index."""
MAPPED = "mmap_size=1073741824"
"""Bytes of the file that readers look at where the system keeps them, instead of copying each page: a third of what reading a table costs."""
JSON_TEXT: Mapping[str, Any] = {
    "json_serializer": lambda value: msgspec.json.encode(value).decode(),
    "json_deserializer": msgspec.json.decode,
}


class Database:
    """`write()` and `read()` hand out sessions; each `with` that writes is one transaction, nobody else commits.

    On PostgreSQL, where each statement of a transaction sees what is committed by then anyway, reading does without its
    beginning and end, two more trips to the server; `at_one_moment` is for what has to fit together.
    `glance()` is for a single question, asked so often that a session costs more than it does.
    """

    def __init__(self, url: str, data: Path | None = None) -> None:
        self.url = sa.make_url(url)
        self.folder = data
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writer = sqlite_engine(self.url, write=True) if self.is_sqlite else postgresql_engine(self.url)
        self.reader = sqlite_engine(self.url, write=False) if self.is_sqlite else self.writer
        self.glancer = self.reader if self.is_sqlite else self.writer.execution_options(isolation_level="AUTOCOMMIT")
        self.turn: threading.Lock | nullcontext[None] = threading.Lock() if self.is_sqlite else nullcontext()

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        return cls(settings.database_url, settings.data)

    @property
    def data(self) -> Path:
        """The installation's data folder, where uploaded files are; a SQLite file stands in it."""
        if self.folder is None and self.is_sqlite and self.url.database:
            return Path(self.url.database).parent
        return self.folder or Settings.load().data

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits at the end of the block, rolls all of it back on any error.

        Raises Taken when a unique column's index is met: its board was loaded before the column became unique,
        and Unavailable when the disk is full or the server is away.
        """
        try:
            with self.turn, Session(self.writer, expire_on_commit=False) as session, session.begin():
                yield session
        except sa.exc.IntegrityError as error:
            if UNIQUE_CELL.search(str(error.orig)):
                raise Taken from error
            raise
        except sa.exc.DBAPIError as error:
            if refusal := outage(error):
                raise refusal from error
            raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Raises Unavailable when the server is away."""
        try:
            with Session(self.glancer, expire_on_commit=False, autoflush=False) as session:
                yield session
        except sa.exc.DBAPIError as error:
            if refusal := outage(error):
                raise refusal from error
            raise

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """Raises Unavailable when the server is away."""
        try:
            with self.glancer.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            if refusal := outage(error):
                raise refusal from error
            raise

    def close(self) -> None:
        self.writer.dispose()
        self.reader.dispose()


def sqlite_engine(url: sa.URL, *, write: bool) -> Engine:
    engine = sa.create_engine(
        url,
        module=sqlite_module,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        pool_size=8,
        max_overflow=32,
        **JSON_TEXT,
    )

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not write:
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA {MAPPED}")
        connection.create_function("day_in_zone", 2, day_in_zone, deterministic=True)
        for name, (count, function) in FUNCTIONS.items():
            connection.create_function(name, count, function, deterministic=True)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if write:
            begin_to_write(driver)
        else:
            driver.execute("BEGIN")

    return engine


def begin_to_write(driver: Any) -> None:
    driver.execute("PRAGMA busy_timeout=0")
    try:
        deadline, pause = time.monotonic() + BUSY, NEXT_LOOK
        while not is_begun(driver, last=time.monotonic() > deadline):
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_LOOK)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY * 1000:.0f}")


def is_begun(driver: Any, *, last: bool) -> bool:
    """Raises SQLite's error when it is no matter of waiting, or of waiting any longer."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite_module.OperationalError as error:
        if last or not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
            raise
        return False
    return True


def postgresql_engine(url: sa.URL) -> Engine:
    from psycopg import ServerCursor

    engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=8, **JSON_TEXT)

    @sa.event.listens_for(engine, "checkin")
    def rest(_: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def wake(connection: Any, record: Any, _: Any) -> None:
        if "since" not in record.info:
            return
        rested = time.monotonic() - record.info["since"] > RESTED
        if (rested or has_news(connection)) and not is_there(engine, connection):
            raise sa.exc.InvalidatePoolError

    @sa.event.listens_for(engine, "do_execute")
    def plan_anew(cursor: Any, statement: str, parameters: Any, _: Any) -> bool:
        if LOOKS_FOR_WORDS not in statement or isinstance(cursor, ServerCursor):
            return False
        cursor.execute(statement, parameters, prepare=False)
        return True

    return engine


def has_news(connection: Any) -> bool:
    """Whether the server has said something unasked, as it does when it goes: the socket knows, without a round trip."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def is_there(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False


def at_one_moment(session: Session) -> None:
    """What a session of `read()` reads from here on is as it is now, while others go on writing. SQLite's always is."""
    if dialect_of(session) != "sqlite":
        session.commit()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def dialect_of(session: Session) -> str:
    return session.get_bind().dialect.name


def allocate_ids(session: Session, count: int) -> list[int]:
    """New item ids, rising, never used before. Lock the board first: its ids are then an unbroken range of its own."""
    if dialect_of(session) == "sqlite":
        last = session.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'items'")) or 0
        return list(range(last + 1, last + 1 + count))
    given = sa.text("SELECT array_agg(nextval('items_id_seq')) FROM generate_series(1, :count)")
    return list(session.scalar(given, {"count": count}) or ())
