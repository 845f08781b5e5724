"""Earlier versions of rules: an event is judged by the rule that was in force when it happened."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rule_versions",
        sa.Column("automation_id", ID, sa.ForeignKey("automations.id"), primary_key=True, autoincrement=False),
        sa.Column("version", ID, primary_key=True, autoincrement=False),
        sa.Column("rule", sa.JSON, nullable=False),
        sa.Column("owner_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("owner_role", sa.String(16), nullable=False),
        sa.Column("since_seq", ID, nullable=False),
        sa.Column("until_seq", ID, nullable=False),
    )
