"""Many lines into a table at once: values go to the driver as the columns' types bind them, with nothing done line by line."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import JSON_TEXT
from engine.driver import raised, tell
from engine.many import once_each

CHUNK = 500
"""Lines that are made at a time: few enough to be gone before the next ones come."""
TOGETHER = 20
"""Lines of one step: more gain nothing."""
ALONE = "alone"
"""In a table's `info`: each line is a step of its own."""
Bind = Callable[[Any], Any]


def text_of(value: Any) -> str | None:
    return None if value is None else str(value)


WRITTEN: Mapping[type[Any], Bind] = {sa.DateTime: text_of, sa.Date: text_of, sa.JSON: JSON_TEXT["json_serializer"]}
"""How COPY is given moments, days and documents: the driver would write out each one anew, which takes longer than the rest of the line."""


def insert_lines(session: Session, table: sa.Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """`columns` are the values by the columns' names, one for each line. PostgreSQL takes many by COPY."""
    connection = session.connection()
    if connection.dialect.name != "sqlite" and len(next(iter(columns.values()))) == 1:
        insert_line(connection, table, columns)
        return
    statement, binds = prepared(table, tuple(columns), connection.dialect)
    bound = [
        values if bind is None else once_each(bind, values)
        for bind, values in zip(binds, columns.values(), strict=True)
    ]
    lines = list(zip(*bound, strict=True))  # in a list: who watches may keep them
    if not lines:
        return
    if connection.dialect.name != "sqlite":
        copy(connection, statement, lines)
    elif table.info.get(ALONE):
        connection.exec_driver_sql(statement, lines)
    else:
        insert_together(connection, statement, lines)


def insert_together(connection: sa.Connection, statement: str, lines: Sequence[Sequence[Any]]) -> None:
    """Some lines at each step: what a statement costs whatever it inserts is paid once for all of them."""
    together = len(lines) - len(lines) % TOGETHER
    for start in range(0, together, CHUNK):
        some = lines[start : min(start + CHUNK, together)]
        steps = [tuple(chain.from_iterable(some[place : place + TOGETHER])) for place in range(0, len(some), TOGETHER)]
        connection.exec_driver_sql(several(statement), steps)
    if together < len(lines):
        connection.exec_driver_sql(statement, list(lines[together:]))


@lru_cache(maxsize=500)
def several(statement: str) -> str:
    """The same INSERT with places for `TOGETHER` lines."""
    head, values = statement.split(" VALUES ")
    return f"{head} VALUES {', '.join([values] * TOGETHER)}"


def insert_line(connection: sa.Connection, table: sa.Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """One line alone goes there and back once, as a statement that the server knows; COPY is read anew and answered twice."""
    binds = binds_of(table, tuple(columns), connection.dialect)
    values = (value for (value,) in columns.values())
    bound = [value if bind is None else bind(value) for bind, value in zip(binds, values, strict=True)]
    connection.exec_driver_sql(insertion(table, tuple(columns), connection.dialect, "%s"), tuple(bound))


def copy(connection: sa.Connection, statement: str, lines: Sequence[Sequence[Any]]) -> None:
    tell(connection, statement, lines, many=True)
    driver: Any = connection.connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as stream:
            for line in lines:
                stream.write_row(line)
    except connection.dialect.loaded_dbapi.Error as error:
        raise raised(connection, statement, error) from error


@lru_cache(maxsize=500)
def prepared(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> tuple[str, list[Bind | None]]:
    if dialect.name == "sqlite":
        return insertion(table, names, dialect, "?"), binds_of(table, names, dialect)
    kinds = [real(table.c[name].type.dialect_impl(dialect)) for name in names]
    binds = [
        next((write for kind, write in WRITTEN.items() if isinstance(found, kind)), bind)
        for found, bind in zip(kinds, binds_of(table, names, dialect), strict=True)
    ]
    return f"COPY {target_of(table, names, dialect)} FROM STDIN", binds


@lru_cache(maxsize=500)
def binds_of(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> list[Bind | None]:
    return [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]


def real(kind: Any) -> Any:
    """The database's own type, inside one of ours."""
    return getattr(kind, "impl_instance", kind)


@lru_cache(maxsize=500)
def insertion(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect, mark: str) -> str:
    """The statement for one line, `mark` standing for each value."""
    return f"INSERT INTO {target_of(table, names, dialect)} VALUES ({', '.join([mark] * len(names))})"


def target_of(table: sa.Table, names: Sequence[str], dialect: sa.Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    return f"{quote(table.name)} ({', '.join(map(quote, names))})"
