"""What there is: boards, groups, items, what happened to them, and how they are looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base
from engine.moment import now


class Board(Base):
    """A board's document (`schema/document.py`), its version, and the sequence of its last event.

    `access`: "open" to the workspace's members, who then have `default_role`; "private" to those on its list
    (`BoardMember`); "shared" the same with guests.
    """

    __tablename__ = "boards"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    document: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)
    item_count: Mapped[int] = mapped_column(default=0)
    template: Mapped[str | None]
    access: Mapped[str] = mapped_column(String(16), default="open")
    default_role: Mapped[str] = mapped_column(String(16), default="editor")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class BoardMember(Base):
    """Somebody on a board's own list, with their role there."""

    __tablename__ = "board_members"
    __table_args__ = (Index("ix_board_members_user", "user_id", "board_id"),)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    added_at: Mapped[datetime] = mapped_column(default=now)


class Favourite(Base):
    """A board that somebody keeps at the top of their sidebar."""

    __tablename__ = "favourites"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    position: Mapped[str] = mapped_column(String(80))


class Visit(Base):
    """When somebody last looked at a board, or (`item_id` not 0) at one of its items."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_recent", "user_id", "visited_at"),)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, default=0)
    visited_at: Mapped[datetime] = mapped_column(default=now)


class Presence(Base):
    """A page that somebody has open on a board: `page` is the page's own random name, item and column where they are."""

    __tablename__ = "presences"
    __table_args__ = (Index("ix_presences_board", "board_id", "seen_at"),)
    page: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    item_id: Mapped[int | None]
    column_key: Mapped[str | None] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(default=now)


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


class Step(Base):
    """One thing that somebody did on a board, as they would undo it: the board's events `first_seq` to `last_seq`.

    `undoes` is the step that this one takes back; `undone_by` the one that took this one back, while it stands.
    """

    __tablename__ = "steps"
    __table_args__ = (Index("ix_steps_user", "user_id", "board_id", "id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    login_id: Mapped[int | None]
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    undoes: Mapped[int | None]
    undone_by: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Counter(Base):
    """The last number that an autonumber column gave out."""

    __tablename__ = "counters"
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    column_id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Update(Base):
    """What somebody wrote about an item; `parent_id` is the update it answers. `html` is clean, `text` is the same without tags."""

    __tablename__ = "updates"
    __table_args__ = (Index("ix_updates_item", "item_id", "id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    html: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Mention(Base):
    __tablename__ = "mentions"
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class View(Base):
    """A saved way to look at a board: its type and settings (filter, sort, group by, hidden columns).

    One with an owner is theirs alone; a locked one changes only by who may unlock it; the default one opens first.
    """

    __tablename__ = "views"
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), index=True)
    type: Mapped[str] = mapped_column(String(32))
    title: Mapped[str]
    settings: Mapped[dict[str, Any]]
    position: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_locked: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(default="")
    deleted_at: Mapped[datetime | None]
