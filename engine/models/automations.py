"""What is done by itself: rules, how far they have read, what they did, what they send; and long jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base
from engine.moment import now


class Automation(Base):
    """A rule in force or paused. `rule` is the JSON of DESIGN.md; `version` grows with each change of it."""

    __tablename__ = "automations"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), index=True)
    rule: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    owner_role: Mapped[str] = mapped_column(String(16))
    enabled: Mapped[bool] = mapped_column(default=True)
    paused_reason: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    since_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class RuleVersion(Base):
    """What an automation was before its last change: in force for the board's events up to `until_seq`, and no later."""

    __tablename__ = "rule_versions"
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[dict[str, Any]]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    owner_role: Mapped[str] = mapped_column(String(16))
    since_seq: Mapped[int]
    until_seq: Mapped[int]


class Cursor(Base):
    """How far the automations of a board have read its events; the lease says which worker reads now."""

    __tablename__ = "cursors"
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]


class Run(Base):
    """One evaluation of one rule for one event and item: what it did, or the reason why not."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("automation_id", "event_id", "item_id"),
        Index("ix_runs_due", "state", "next_at"),
        Index("ix_runs_automation", "automation_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"))
    rule_version: Mapped[int]
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[dict[str, Any] | None]
    effects: Mapped[list[Any]] = mapped_column(default=list)
    attempts: Mapped[int] = mapped_column(default=1)
    next_at: Mapped[datetime | None]
    milliseconds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Delivery(Base):
    """Something to send outside, written with its cause and sent later, at least once, always with the same key."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_due", "state", "next_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    content: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(default=now)
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Notification(Base):
    """A line under somebody's bell: `kind` says why they get it, `author_id` who made it happen."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_user", "user_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("boards.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    automation_id: Mapped[int | None] = mapped_column(ForeignKey("automations.id"))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(16), default="automation")
    message: Mapped[str]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Job(Base):
    """Work too long for a request: an import, a backfill. `done` of `total` is its progress."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state", "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("boards.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    settings: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[dict[str, Any] | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
