"""Automations: create, change, switch on and off, delete. Each is an event of its board, from which on it counts."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.runs import cancel_runs
from engine.events import EventKind
from engine.models import Automation, RuleVersion
from engine.moment import now
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.automations import automation
from engine.rulebook import checked
from engine.schema.compiled import CompiledBoard


def create_automation(
    session: Session, actor: Actor, board: CompiledBoard, rule: Any, *, enabled: bool = True
) -> Automation:
    """A rule that acts on what happens from now on, with the rights of its creator. Raises Invalid that names part and fix."""
    require(actor, Permission.AUTOMATION_EDIT, board)
    created = Automation(
        board_id=board.id,
        rule=checked(session, actor, board, rule),
        enabled=enabled,
        owner_id=actor.user_id,
        owner_role=actor.role,
    )
    session.add(created)
    session.flush()
    created.since_seq = announce(session, actor, board, created, EventKind.AUTOMATION_CREATED)
    return created


def change_automation(
    session: Session, actor: Actor, board: CompiledBoard, automation_id: int, rule: Any
) -> Automation:
    """A new version, owned by whoever wrote it. What happened before is still judged by the old one."""
    require(actor, Permission.AUTOMATION_EDIT, board)
    changed, kept = automation(session, board, automation_id), checked(session, actor, board, rule)
    seq = announce(session, actor, board, changed, EventKind.AUTOMATION_CHANGED)
    session.add(
        RuleVersion(
            automation_id=changed.id,
            version=changed.version,
            rule=changed.rule,
            owner_id=changed.owner_id,
            owner_role=changed.owner_role,
            since_seq=changed.since_seq,
            until_seq=seq,
        )
    )
    changed.rule, changed.version, changed.since_seq = kept, changed.version + 1, seq
    changed.owner_id, changed.owner_role = actor.user_id, actor.role
    return changed


def enable_automation(session: Session, actor: Actor, board: CompiledBoard, automation_id: int) -> Automation:
    """On again, for what happens from now on."""
    require(actor, Permission.AUTOMATION_EDIT, board)
    changed = automation(session, board, automation_id)
    if not changed.enabled:
        changed.enabled, changed.paused_reason, changed.failures = True, None, 0
        changed.since_seq = announce(session, actor, board, changed, EventKind.AUTOMATION_CHANGED)
    return changed


def pause_automation(
    session: Session, actor: Actor, board: CompiledBoard, automation_id: int, reason: str | None = None
) -> Automation:
    """Off; what it had not begun is cancelled."""
    require(actor, Permission.AUTOMATION_EDIT, board)
    return switch_off(session, actor, board, automation_id, reason)


def switch_off(
    session: Session, actor: Actor, board: CompiledBoard, automation_id: int, reason: str | None
) -> Automation:
    """Also what Rouage does itself to a rule that keeps failing, whatever its owner may do today."""
    changed = automation(session, board, automation_id)
    if changed.enabled:
        changed.enabled, changed.paused_reason = False, reason
        cancel_runs(session, automation_id)
        announce(session, actor, board, changed, EventKind.AUTOMATION_CHANGED)
    return changed


def delete_automation(session: Session, actor: Actor, board: CompiledBoard, automation_id: int) -> None:
    """Its runs stay in the log."""
    require(actor, Permission.AUTOMATION_EDIT, board)
    deleted = automation(session, board, automation_id)
    deleted.enabled, deleted.deleted_at = False, now()
    cancel_runs(session, automation_id)
    announce(session, actor, board, deleted, EventKind.AUTOMATION_DELETED)


def announce(session: Session, actor: Actor, board: CompiledBoard, changed: Automation, kind: EventKind) -> int:
    """The seq of the event: the rule is in force behind it."""
    return record(session, actor, board.id, kind, {"automation": changed.id}).seq


def count_failure(session: Session, automation_id: int) -> int:
    """One more dead run in a row; returns how many there are."""
    statement = sa.update(Automation).where(Automation.id == automation_id).values(failures=Automation.failures + 1)
    return session.scalar(statement.returning(Automation.failures)) or 0


def forget_failures(session: Session, automation_id: int) -> None:
    session.execute(
        sa.update(Automation).where(Automation.id == automation_id, Automation.failures > 0).values(failures=0)
    )
