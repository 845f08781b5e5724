"""The fixed tables, migrated by Alembic; each board adds one table of its own (`schema/table.py`)."""

from engine.models.accounts import IdempotencyKey, Invitation, Login, LoginFailure, Member, Token, User, Workspace
from engine.models.automations import Automation, Cursor, Delivery, Job, Notification, RuleVersion, Run
from engine.models.base import Base, Id
from engine.models.boards import Assignment, Board, Event, Group, Item, View

__all__ = [
    "Assignment",
    "Automation",
    "Base",
    "Board",
    "Cursor",
    "Delivery",
    "Event",
    "Group",
    "Id",
    "IdempotencyKey",
    "Invitation",
    "Item",
    "Job",
    "Login",
    "LoginFailure",
    "Member",
    "Notification",
    "RuleVersion",
    "Run",
    "Token",
    "User",
    "View",
    "Workspace",
]
