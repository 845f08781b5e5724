"""Each person's time zone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("users", sa.Column("zone", sa.String(64), nullable=False, server_default=""))
