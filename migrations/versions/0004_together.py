"""What people need to work together: rights on boards, saved views, undo, updates, presence, favourites, numbering."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.sqltypes import Moment

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    extend()
    access()
    undo()
    updates()


def extend() -> None:
    """New columns of tables that are there. SQLite adds a reference only to a column that may be empty."""
    add("users", sa.Column("mail_for", sa.JSON, nullable=False, server_default="[]"))
    add("invitations", sa.Column("email", sa.Text))
    add("invitations", reference("board_id", "boards.id"))
    add("invitations", sa.Column("board_role", sa.String(16)))
    add("invitations", reference("invited_by", "users.id"))
    add("boards", sa.Column("access", sa.String(16), nullable=False, server_default="open"))
    add("boards", sa.Column("default_role", sa.String(16), nullable=False, server_default="editor"))
    add("views", reference("owner_id", "users.id"))
    add("views", sa.Column("is_locked", sa.Boolean, nullable=False, server_default=sa.false()))
    add("views", sa.Column("is_default", sa.Boolean, nullable=False, server_default=sa.false()))


def access() -> None:
    op.create_table(
        "board_members",
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), primary_key=True, autoincrement=False),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True, autoincrement=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
    )
    op.create_index("ix_board_members_user", "board_members", ["user_id", "board_id"])
    op.create_table(
        "favourites",
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True, autoincrement=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.String(80), nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True, autoincrement=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), primary_key=True, autoincrement=False),
        sa.Column("item_id", ID, primary_key=True, autoincrement=False),
        sa.Column("visited_at", Moment(), nullable=False),
    )
    op.create_index("ix_visits_recent", "visits", ["user_id", "visited_at"])
    op.create_table(
        "presences",
        sa.Column("page", sa.String(40), primary_key=True),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("item_id", ID),
        sa.Column("column_key", sa.String(64)),
        sa.Column("seen_at", Moment(), nullable=False),
    )
    op.create_index("ix_presences_board", "presences", ["board_id", "seen_at"])


def undo() -> None:
    op.create_table(
        "steps",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("login_id", ID),
        sa.Column("first_seq", ID, nullable=False),
        sa.Column("last_seq", ID, nullable=False),
        sa.Column("undoes", ID),
        sa.Column("undone_by", ID),
        sa.Column("created_at", Moment(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_steps_user", "steps", ["user_id", "board_id", "id"])
    op.create_table(
        "counters",
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), primary_key=True, autoincrement=False),
        sa.Column("column_id", ID, primary_key=True, autoincrement=False),
        sa.Column("value", ID, nullable=False),
    )


def updates() -> None:
    op.create_table(
        "updates",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("item_id", ID, sa.ForeignKey("items.id"), nullable=False),
        sa.Column("parent_id", ID, sa.ForeignKey("updates.id")),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("edited_at", Moment()),
        sa.Column("deleted_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_updates_item", "updates", ["item_id", "id"])
    op.create_table(
        "mentions",
        sa.Column("update_id", ID, sa.ForeignKey("updates.id"), primary_key=True, autoincrement=False),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True, autoincrement=False),
    )
    add("notifications", reference("update_id", "updates.id"))
    add("notifications", reference("author_id", "users.id"))
    add("notifications", sa.Column("kind", sa.String(16), nullable=False, server_default="automation"))


def add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column, inline_references=True)


def reference(name: str, to: str) -> sa.Column[Any]:
    return sa.Column(name, ID, sa.ForeignKey(to))
