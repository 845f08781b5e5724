"""An installation's whole content from one database into another, SQLite or PostgreSQL, and proof that it arrived."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.commands.search import INDEX
from engine.db import dialect_of
from engine.errors import EngineError
from engine.fingerprint import fingerprint
from engine.lines import insert_lines
from engine.models import Base
from engine.queries.search import board_token
from engine.stored import BATCH, Line, StoredTable, lines_of, stored_tables
from engine.text import Text

NOT_EMPTY = Text(
    "The target is not empty: “{table}” has content. Give an empty database.",
    "La cible n’est pas vide : « {table} » a un contenu. Indiquez une base vide.",
)
DIFFERENT = Text(
    "What arrived differs from what was sent in: {tables}. The target was left empty.",
    "Ce qui est arrivé diffère de ce qui a été envoyé dans : {tables}. La cible est restée vide.",
)
SEARCHED = {
    "sqlite": sa.text("SELECT rowid, substr(board, 2), body FROM search ORDER BY 1"),
    "postgresql": sa.text(
        "SELECT item_id, board_id, array_to_string(tsvector_to_array(words), ' ') FROM search ORDER BY 1"
    ),
}
Progress = Callable[[str, int], None]
"""Told the table and how many of its lines have been copied."""


def silent(_table: str, _lines: int) -> None:
    pass


def transfer(source: Session, target: Session, progress: Progress = silent) -> dict[str, str]:
    """Copy all of `source` (a snapshot) into `target`, migrated and empty; returns the fingerprint of both.

    Raises EngineError, for the target's transaction to be rolled back, when the target holds something or when what
    arrived is not what was sent. Uploaded files are in the data folder, not here.
    """
    refuse_content(target)
    if dialect_of(target) == "sqlite":
        target.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
    for stored in stored_tables(source):
        if stored.table.metadata is not Base.metadata:
            create(target, stored.table)
        copy_lines(source, target, stored, progress)
    copy_search(source, target)
    give_ids_on(target, last_ids(source))
    return refuse_difference(source, target)


def refuse_content(target: Session) -> None:
    for table in Base.metadata.sorted_tables:
        if target.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise EngineError(NOT_EMPTY, table=table.name)


def create(target: Session, table: sa.Table) -> None:
    target.execute(CreateTable(table))
    for index in table.indexes:
        target.execute(CreateIndex(index))


def copy_lines(source: Session, target: Session, stored: StoredTable, progress: Progress) -> None:
    """In the order of keys; what points to a later line of its own table is pointed there at the end."""
    done, later = 0, list[dict[str, Any]]()
    ahead = forward(stored)
    for batch in lines_of(source, stored):
        lines = [held_back(line, ahead, stored, later) for line in batch] if ahead else batch
        insert(target, stored, lines)
        done += len(lines)
        progress(stored.name, done)
    for values in later:
        own = stored.table.c
        target.execute(sa.update(stored.table).where(own.id == values.pop("id")).values(values))


def forward(stored: StoredTable) -> list[str]:
    """Columns that point into their own table."""
    keys = [key for key in stored.table.foreign_keys if key.column.table is stored.table]
    return [key.parent.name for key in keys]


def held_back(line: Line, ahead: Sequence[str], stored: StoredTable, later: list[dict[str, Any]]) -> Line:
    values = dict(zip(stored.columns, line, strict=True))
    early = {name: values[name] for name in ahead if values[name] is not None and values[name] > values["id"]}
    if early:
        later.append({"id": values["id"], **early})
    return tuple({**values, **dict.fromkeys(early)}.values())


def insert(target: Session, stored: StoredTable, lines: Sequence[Line]) -> None:
    """As they are stored: nothing is read into a value and written again."""
    raw = sa.Table(stored.name, sa.MetaData(), *(sa.Column(name, sa.types.NullType()) for name in stored.columns))
    insert_lines(target, raw, dict(zip(stored.columns, zip(*lines, strict=True), strict=True)))


def copy_search(source: Session, target: Session) -> None:
    """The words of each item, from which the target makes an index of its own."""
    index = INDEX[dialect_of(target)]
    for batch in searched(source):
        items, boards, bodies = zip(*batch, strict=True)
        told = [board_token(board) for board in boards] if dialect_of(target) == "sqlite" else boards
        insert_lines(target, index, dict(zip(index.c.keys(), (items, told, bodies), strict=True)))


def searched(source: Session) -> Iterator[list[tuple[int, int, str]]]:
    found = source.execute(SEARCHED[dialect_of(source)], execution_options={"yield_per": BATCH})
    for batch in found.partitions(BATCH):
        yield [(item_id, int(board_id), body) for item_id, board_id, body in batch]


def last_ids(source: Session) -> dict[str, int]:
    """How far each table has given out ids, to those of deleted lines: none is ever given twice."""
    tables = [table for table in Base.metadata.sorted_tables if "id" in table.c]
    highest = {table.name: source.scalar(sa.select(sa.func.max(table.c.id))) or 0 for table in tables}
    if dialect_of(source) == "sqlite":
        given = source.execute(sa.text("SELECT name, seq FROM sqlite_sequence")).all()
    else:
        given = source.execute(
            sa.text(
                "SELECT replace(sequencename, '_id_seq', ''), coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = current_schema()"
            )
        ).all()
    return {**highest, **{name: max(seq, highest[name]) for name, seq in given if name in highest}}


def give_ids_on(target: Session, last: dict[str, int]) -> None:
    for name, seq in last.items():
        if dialect_of(target) != "sqlite":
            target.execute(
                sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), greatest(:seq, 1), :seq > 0)"),
                {"name": name, "seq": seq},
            )
        elif Base.metadata.tables[name].dialect_options["sqlite"]["autoincrement"]:
            target.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            target.execute(
                sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": name, "seq": seq}
            )


def refuse_difference(source: Session, target: Session) -> dict[str, str]:
    sent, arrived = fingerprint(source), fingerprint(target)
    if differing := sorted(name for name in {*sent, *arrived} if sent.get(name) != arrived.get(name)):
        raise EngineError(DIFFERENT, tables=", ".join(differing))
    return sent
