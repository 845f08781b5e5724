"""Questions that are asked again and again: put together once, and on SQLite asked of the driver itself.

What SQLAlchemy does at each execution takes ten times as long as SQLite needs to find a line by an index.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.driver import raised, tell

Line = Sequence[Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What SQLite is given, the names of its values in their order, and what the types make of values and of cells."""

    sql: str
    names: Sequence[str]
    given: Mapping[str, Any]
    binds: Mapping[str, Convert]
    reads: Sequence[tuple[int, Convert]]

    def values(self, params: Mapping[str, Any]) -> tuple[Any, ...]:
        asked = {**self.given, **params}
        return tuple(self.binds[name](asked[name]) if name in self.binds else asked[name] for name in self.names)

    def read(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Column by column: nothing is done for cells that are stored as they are read."""
        if not self.reads or not lines:
            return lines
        columns: list[Iterable[Any]] = list(zip(*lines, strict=True))
        for place, read in self.reads:
            columns[place] = map(read, columns[place])
        return list(zip(*columns, strict=True))


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """A statement, and how it is asked. Its lines are tuples: nothing in them has a name.

    `once`: it will not be asked again, so that working out a plan is in vain.
    """

    statement: sa.Select[Any]
    once: bool = False

    def lines(self, session: Session | sa.Connection, params: Mapping[str, Any]) -> Sequence[Line]:
        """Asked of a connection to SQLite, not of a session, it begins no transaction."""
        connection = session.connection() if isinstance(session, Session) else session
        if (plan := self.plan(connection.dialect)) is None:
            return connection.execute(self.statement, params).all()
        return plan.read(ask(connection, plan.sql, plan.values(params)))

    def plan(self, dialect: sa.Dialect) -> Plan | None:
        return None if self.once or dialect.name != "sqlite" else plan_of(self.statement, dialect)

    def first(self, session: Session | sa.Connection, params: Mapping[str, Any]) -> Line | None:
        return next(iter(self.lines(session, params)), None)


@lru_cache(maxsize=1000)
def plan_of(statement: sa.Select[Any], dialect: sa.Dialect) -> Plan | None:
    """None where the number of places in the SQL depends on the values."""
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.post_compile_params:
        return None
    binds = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for name, one in compiled.binds.items()}
    reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns]
    return Plan(
        compiled.string,
        compiled.positiontup,
        compiled.params,
        {name: bind for name, bind in binds.items() if bind},
        [(place, read) for place, read in enumerate(reads) if read],
    )


def ask(connection: sa.Connection, sql: str, values: Sequence[Any]) -> Sequence[Line]:
    tell(connection, sql, values)
    driver: Any = connection.connection.driver_connection
    try:
        found: Sequence[Line] = driver.execute(sql, values).fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise raised(connection, sql, error) from error
    return found
