"""Whether the database can be asked."""

import sqlalchemy as sa

from engine.db import Database

ONE = sa.select(1)


def answers(database: Database) -> bool:
    with database.glance() as connection:
        return connection.scalar(ONE) == 1
