"""Alembic migrations of the fixed tables: `upgrade(database)` brings a database to the newest one."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from engine.db import Database

LOCK = 0x526F7561
"""PostgreSQL's advisory lock, so that two processes that start together migrate one after the other."""
FOLDER = Path(__file__).parent


def upgrade(database: Database) -> None:
    """Run every missing migration in one transaction: all of them or none."""
    if not is_current(database):
        migrate(database)


def is_current(database: Database) -> bool:
    """Tell whether the database has exactly the migrations that this version of the program knows."""
    with database.read() as session:
        if not sa.inspect(session.connection()).has_table("alembic_version"):
            return False
        return bool(session.scalar(sa.text("SELECT version_num FROM alembic_version")) == newest())


def migrate(database: Database) -> None:
    from alembic import command  # half a second that a database without missing migrations need not wait
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with database.write() as session:
        if not database.is_sqlite:
            session.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")


@cache
def newest() -> str:
    """The id of the last migration: its file's name begins with it."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))
