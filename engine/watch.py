"""Noticing that somebody else wrote to the database, without reading a table."""

from typing import Any

from engine.db import Database


class Watch:
    """Holds a connection of its own; for one thread."""

    def __init__(self, db: Database) -> None:
        self.connection: Any = db.reader.raw_connection() if db.is_sqlite else None
        self.version: int | None = None

    def changed(self) -> bool:
        """Whether anything was committed since the last look; at the first look, and where that cannot be told, it was."""
        if self.connection is None:
            return True
        (version,) = self.connection.cursor().execute("PRAGMA data_version").fetchone()
        before, self.version = self.version, version
        return bool(version != before)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
