"""What a database holds, table by table, in one form that is the same on every database: what is compared, copied, kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from engine.db import Database, at_one_moment, dialect_of
from engine.models import Base, Board
from engine.moment import to_iso
from engine.schema.document import all_columns
from engine.schema.table import KEY, table_name, to_table
from engine.sqltypes import IsoDate, IsoMoment

BATCH = 2000
POSTGRESQL: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
Line = tuple[Any, ...]


@dataclass(frozen=True)
class StoredTable:
    """A table and its columns by name, whatever their order on the disk; `kinds` are the PostgreSQL types that matter."""

    table: sa.Table
    columns: Sequence[str]
    kinds: Sequence[type[Any]]

    @property
    def name(self) -> str:
        return str(self.table.name)


@contextmanager
def snapshot(database: Database) -> Iterator[Session]:
    """Everything as it was at one moment, while others go on writing."""
    with database.read() as session:
        at_one_moment(session)
        session.execute(sa.select(sa.func.count()).select_from(Board))
        yield session


def stored_tables(session: Session) -> Iterator[StoredTable]:
    """The fixed tables, then each board's that was not swept; in an order in which what is pointed to comes first."""
    for table in Base.metadata.sorted_tables:
        yield stored_table(table)
    there = set(sa.inspect(session.connection()).get_table_names())
    for board_id, document in session.execute(sa.select(Board.id, Board.document).order_by(Board.id)).all():
        if table_name(board_id) in there:
            yield stored_table(whole_table(session, board_id, document))


def whole_table(session: Session, board_id: int, document: dict[str, Any]) -> sa.Table:
    """A board's table as its document says, and the columns of earlier types, from which a change of type is undone."""
    table = to_table(board_id, all_columns(document).values())
    for found in sa.inspect(session.connection()).get_columns(table_name(board_id)):
        if found["name"] not in table.c:
            table.append_column(sa.Column(found["name"], earlier_type(found["name"], found["type"])))
    return table


def earlier_type(name: str, found: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """The type as we declare it, of a column that is known from the database only: lengths tell SQLite's texts apart."""
    if name.endswith("_k"):
        return KEY
    if isinstance(found, sa.DateTime) or length_of(found) == 24:
        return IsoMoment()
    if isinstance(found, sa.Date) or length_of(found) == 10:
        return IsoDate()
    if isinstance(found, sa.Boolean):
        return sa.Boolean()
    if isinstance(found, sa.Integer):
        return sa.BigInteger()
    length = length_of(found)
    return sa.String(length) if length else sa.Text()


def length_of(found: sa.types.TypeEngine[Any]) -> int | None:
    return found.length if isinstance(found, sa.String) else None


def stored_table(table: sa.Table) -> StoredTable:
    names = sorted(str(name) for name in table.c.keys())  # noqa: SIM118 - a collection of columns is no mapping
    return StoredTable(table, names, [kind_of(table.c[name].type) for name in names])


def kind_of(sql_type: sa.types.TypeEngine[Any]) -> type[Any]:
    real = sql_type.load_dialect_impl(POSTGRESQL) if isinstance(sql_type, sa.types.TypeDecorator) else sql_type
    return next((kind for kind in FORMS if isinstance(real, kind)), sa.types.TypeEngine)


def as_bool(value: Any) -> bool:
    return bool(value)


def as_moment(value: Any) -> str:
    """Whole milliseconds: what SQLite keeps, and what the product says."""
    return value if isinstance(value, str) else to_iso(value)


def as_date(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


FORMS = {sa.Boolean: as_bool, sa.DateTime: as_moment, sa.Date: as_date, sa.JSON: str}


def lines_of(session: Session, stored: StoredTable) -> Iterator[list[Line]]:
    """All its lines in the order of their keys, a batch at a time: numbers, texts, booleans; JSON as its text."""
    forms = [(place, FORMS[kind]) for place, kind in enumerate(stored.kinds) if kind in FORMS]
    found = session.execute(select_raw(dialect_of(session), stored), execution_options={"yield_per": BATCH})
    for batch in found.partitions():
        yield [in_form(line, forms) for line in batch]


def in_form(line: Sequence[Any], forms: Sequence[tuple[int, Any]]) -> Line:
    values = list(line)
    for place, form in forms:
        if values[place] is not None:
            values[place] = form(values[place])
    return tuple(values)


def select_raw(dialect: str, stored: StoredTable) -> sa.Select[Any]:
    """As the driver gives it: nothing is rounded on its way."""
    source = sa.table(stored.name, *(sa.column(name) for name in stored.columns))
    columns = [
        sa.cast(source.c[name], sa.Text) if kind is sa.JSON and dialect != "sqlite" else source.c[name]
        for name, kind in zip(stored.columns, stored.kinds, strict=True)
    ]
    keys = [
        sa.collate(source.c[key.name], "C")
        if dialect != "sqlite" and isinstance(key.type, sa.String)
        else source.c[key.name]
        for key in stored.table.primary_key
    ]
    return sa.select(*columns).select_from(source).order_by(*keys)
