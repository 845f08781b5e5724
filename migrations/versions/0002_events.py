"""What happens and what follows from it: events, automations, jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(24), "sqlite")


def upgrade() -> None:
    automations()
    cursors()
    jobs()
    events()
    notifications()
    runs()
    deliveries()


def automations() -> None:
    op.create_table(
        "automations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("rule", sa.JSON, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("owner_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("owner_role", sa.String(16), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("paused_reason", sa.Text),
        sa.Column("failures", ID, nullable=False),
        sa.Column("since_seq", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_automations_board_id", "automations", ["board_id"])


def cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), primary_key=True, autoincrement=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("lease_by", sa.Text),
        sa.Column("lease_until", MOMENT),
    )


def jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id")),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("done", ID, nullable=False),
        sa.Column("total", ID, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("error", sa.JSON),
        sa.Column("lease_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "id"])


def events() -> None:
    op.create_table(
        "events",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("item_id", ID, sa.ForeignKey("items.id")),
        sa.Column("item_version", ID),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_id", ID),
        sa.Column("user_id", ID, sa.ForeignKey("users.id")),
        sa.Column("cause_id", ID, sa.ForeignKey("events.id")),
        sa.Column("depth", ID, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board_id", "seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_item", "events", ["item_id", "seq"])


def notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id")),
        sa.Column("item_id", ID, sa.ForeignKey("items.id")),
        sa.Column("automation_id", ID, sa.ForeignKey("automations.id")),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("read_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_notifications_user", "notifications", ["user_id", "id"])


def runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", ID, primary_key=True),
        sa.Column("automation_id", ID, sa.ForeignKey("automations.id"), nullable=False),
        sa.Column("rule_version", ID, nullable=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("event_id", ID, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("item_id", ID, sa.ForeignKey("items.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.JSON),
        sa.Column("effects", sa.JSON, nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("milliseconds", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("automation_id", "event_id", "item_id"),
    )
    op.create_index("ix_runs_automation", "runs", ["automation_id", "id"])
    op.create_index("ix_runs_due", "runs", ["state", "next_at"])


def deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("run_id", ID, sa.ForeignKey("runs.id")),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("error", sa.Text),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["state", "next_at"])
