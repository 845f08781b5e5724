"""A database in a few hexadecimal digits: the same for the same content on SQLite and on PostgreSQL."""

import hashlib
import json
from collections.abc import Collection, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.stored import Line, StoredTable, lines_of, stored_tables

VOLATILE = frozenset({"idempotency_keys", "login_failures", "logins", "presences", "visits"})
"""What changes because people look at pages or log in: to be left out when only their work is compared."""


def fingerprint(session: Session) -> dict[str, str]:
    """By table, a SHA-256 of its lines in the order of their keys; reads all of it, keeps none of it.

    Board tables count with all their columns, those of earlier types too. The search index is made from what is here
    and does not count, nor does how far ids have been given out. Moments count in whole milliseconds.
    """
    return {stored.name: table_print(session, stored) for stored in stored_tables(session)}


def digest(prints: Mapping[str, str], *, without: Collection[str] = ()) -> str:
    """One hexadecimal digest of all tables but those `without`."""
    kept = sorted((name, value) for name, value in prints.items() if name not in without)
    return hashlib.sha256(msgspec.json.encode(kept)).hexdigest()


def table_print(session: Session, stored: StoredTable) -> str:
    made = hashlib.sha256(msgspec.json.encode(list(stored.columns)))
    documents = [place for place, kind in enumerate(stored.kinds) if kind is sa.JSON]
    for batch in lines_of(session, stored):
        made.update(msgspec.json.encode([sorted_keys(line, documents) for line in batch] if documents else batch)[1:-1])
        made.update(b",")
    return made.hexdigest()


def sorted_keys(line: Line, documents: list[int]) -> Line:
    values = list(line)
    for place in documents:
        if values[place] is not None:
            values[place] = json.dumps(json.loads(values[place]), sort_keys=True, ensure_ascii=False)
    return tuple(values)
