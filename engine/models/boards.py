"""What there is: boards, groups, items, what happened to them, and how they are looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base
from engine.moment import now


class Board(Base):
    """A board's document (`schema/document.py`), its version, and the sequence of its last event."""

    __tablename__ = "boards"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    document: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)
    item_count: Mapped[int] = mapped_column(default=0)
    template: Mapped[str | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Group(Base):
    __tablename__ = "groups"
    __table_args__ = (Index("ix_groups_board_position", "board_id", "position"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    title: Mapped[str]
    color: Mapped[str] = mapped_column(String(16), default="blue")
    position: Mapped[str] = mapped_column(String(80, collation=None))
    deleted_at: Mapped[datetime | None]


class Item(Base):
    """The registry that gives events and assignments something to point to; values live in the board's table."""

    __tablename__ = "items"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    deleted_at: Mapped[datetime | None]


class Assignment(Base):
    """Index of people columns by person: what "my work" reads."""

    __tablename__ = "assignments"
    __table_args__ = (Index("ix_assignments_user", "user_id", "board_id", "item_id"),)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    column_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))


class Event(Base):
    """What happened: history, automation input, outbox and live stream in one row (`events.py`)."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("board_id", "seq"),
        Index("ix_events_item", "item_id", "seq"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    item_version: Mapped[int | None]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    depth: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)


class View(Base):
    """A saved way to look at a board: its type and settings (filter, sort, group by, hidden columns)."""

    __tablename__ = "views"
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), index=True)
    type: Mapped[str] = mapped_column(String(32))
    title: Mapped[str]
    settings: Mapped[dict[str, Any]]
    position: Mapped[str] = mapped_column(String(80))
