"""Whether the database can be asked."""

import sqlalchemy as sa

from engine.db import Database


def answers(database: Database) -> bool:
    with database.read() as session:
        return session.scalar(sa.select(1)) == 1
