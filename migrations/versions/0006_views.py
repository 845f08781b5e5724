"""Saved views say what they are for, and come back when they were deleted by mistake."""

import sqlalchemy as sa
from alembic import op

from engine.sqltypes import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("views", sa.Column("description", sa.Text, nullable=False, server_default=""))
    op.add_column("views", sa.Column("deleted_at", Moment))
