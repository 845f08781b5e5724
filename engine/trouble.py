"""Which errors of a database pass by themselves: the transaction is worth another try."""

from sqlalchemy.exc import DBAPIError

SQLSTATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
"""PostgreSQL: serialization, deadlock, lock not available, shutting down, starting up."""
SQLITE_WORDS = ("locked", "busy", "disk is full", "disk I/O error")


def is_passing(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    words = str(error.orig)
    return (
        error.connection_invalidated
        or state in SQLSTATES
        or state.startswith(("08", "53"))
        or any(word in words for word in SQLITE_WORDS)
    )
