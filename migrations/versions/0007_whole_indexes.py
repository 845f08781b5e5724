"""Unique indexes of board tables cover the trash too: as partial ones SQLite took them for the way through a whole table."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
TOLD_APART = "(CASE WHEN deleted_at IS NULL THEN 0 ELSE id END)"


def upgrade() -> None:
    found = sa.inspect(op.get_bind())
    for table in filter(re.compile(r"board_\d+").fullmatch, found.get_table_names()):
        for index in found.get_indexes(table):
            name, columns = str(index["name"]), [str(column) for column in index["column_names"]]
            op.drop_index(name, table)
            op.create_index(name, table, [*columns, sa.text(TOLD_APART)], unique=True)
