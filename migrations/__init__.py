"""Alembic migrations of the fixed tables: `upgrade(database)` brings a database to the newest one."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db import Database

LOCK = 0x526F7561
"""PostgreSQL's advisory lock, so that two processes that start together migrate one after the other."""


def upgrade(database: Database) -> None:
    """Run every missing migration in one transaction: all of them or none."""
    with database.write() as session:
        if not database.is_sqlite:
            session.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = configuration()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Tell whether the database has exactly the migrations that this version of the program knows."""
    with database.read() as session:
        here = MigrationContext.configure(session.connection()).get_current_revision()
    return here == newest()


def newest() -> str | None:
    """The id of the last migration in the folder."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
