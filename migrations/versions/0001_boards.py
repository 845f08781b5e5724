"""People, boards and items, and the table that search reads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(24), "sqlite")
RANK = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")


def upgrade() -> None:
    workspaces()
    users()
    members()
    invitations()
    logins()
    login_failures()
    tokens()
    idempotency_keys()
    boards()
    groups()
    items()
    views()
    assignments()
    search()


def workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def users() -> None:
    op.create_table(
        "users",
        sa.Column("id", ID, primary_key=True),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
    )


def members() -> None:
    op.create_table(
        "members",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), primary_key=True),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
    )


def invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def logins() -> None:
    op.create_table(
        "logins",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("csrf_token", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_logins_user_id", "logins", ["user_id"])


def login_failures() -> None:
    op.create_table(
        "login_failures",
        sa.Column("id", ID, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_login_failures_subject", "login_failures", ["subject"])


def tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("hint", sa.String(16), nullable=False),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])


def idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("principal", sa.String(64), primary_key=True),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("status", ID, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def boards() -> None:
    op.create_table(
        "boards",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("item_count", ID, nullable=False),
        sa.Column("template", sa.Text),
        sa.Column("created_by", ID, sa.ForeignKey("users.id")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_boards_workspace_id", "boards", ["workspace_id"])


def groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("color", sa.String(16), nullable=False),
        sa.Column("position", RANK, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_groups_board_position", "groups", ["board_id", "position"])


def items() -> None:
    op.create_table(
        "items",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("parent_id", ID, sa.ForeignKey("items.id")),
        sa.Column("deleted_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_items_board_id", "items", ["board_id"])


def views() -> None:
    op.create_table(
        "views",
        sa.Column("id", ID, primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("position", RANK, nullable=False),
    )
    op.create_index("ix_views_board_id", "views", ["board_id"])


def assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("item_id", ID, sa.ForeignKey("items.id"), primary_key=True),
        sa.Column("column_id", ID, primary_key=True),
        sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("board_id", ID, sa.ForeignKey("boards.id"), nullable=False),
    )
    op.create_index("ix_assignments_user", "assignments", ["user_id", "board_id", "item_id"])


def search() -> None:
    """One row an item (`rowid` or `item_id` is the item's id): its text, without accents."""
    if op.get_bind().dialect.name == "sqlite":
        options = "tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
        op.execute(f"CREATE VIRTUAL TABLE search USING fts5(board, body, {options})")
        return
    op.create_table(
        "search",
        sa.Column("item_id", ID, primary_key=True, autoincrement=False),
        sa.Column("board_id", ID, nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("words", postgresql.TSVECTOR, sa.Computed("to_tsvector('simple', body)", persisted=True)),
    )
    op.create_index("ix_search_words", "search", ["words"], postgresql_using="gin")
