"""What a driver says when the database has failed, in words for whoever was writing: the disk is full, or it is away."""

import sqlalchemy as sa

from engine.errors import Unavailable
from engine.text import Text

FULL = Text(
    "The server’s disk is full: nothing was saved. Make room on it, then try again.",
    "Le disque du serveur est plein : rien n’a été enregistré. Libérez de la place, puis réessayez.",
)
AWAY = Text(
    "The database does not answer just now. Nothing was half-saved; try again in a moment.",
    "La base de données ne répond pas pour l’instant. Rien n’est enregistré à moitié ; réessayez dans un instant.",
)
FULL_CODES = frozenset(
    {
        "SQLITE_FULL",
        "SQLITE_IOERR_WRITE",
        "SQLITE_IOERR_FSYNC",
        "SQLITE_IOERR_TRUNCATE",
        "SQLITE_IOERR_SHMSIZE",
        "53100",
    }
)
AWAY_CODES = frozenset(
    {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_RECOVERY", "57P01", "57P02", "57P03", "53300"}
)
"""Of SQLite by name, of PostgreSQL by SQLSTATE."""


def outage(error: sa.exc.DBAPIError) -> Unavailable | None:
    """The refusal that this failure is, or None: then it is a mistake of ours."""
    code = code_of(error.orig)
    if code in FULL_CODES:
        return Unavailable(FULL)
    is_away = code in AWAY_CODES or error.connection_invalidated or (code is None and is_lost(error))
    return Unavailable(AWAY) if is_away else None


def code_of(error: BaseException | None) -> str | None:
    return getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)


def is_lost(error: sa.exc.DBAPIError) -> bool:
    """PostgreSQL's driver has no code for a connection that could not be made or has ended."""
    return isinstance(error, sa.exc.OperationalError) and type(error.orig).__module__.startswith("psycopg")
