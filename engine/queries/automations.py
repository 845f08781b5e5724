"""Automations of a board, and the rules that an event of it has to pass."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Automation, Board, Member, RuleVersion, User
from engine.permissions import GRANTED, Actor, Cause, Role, RuleActor
from engine.queries.access import seen_by
from engine.schema.compiled import CompiledBoard
from engine.text import Text

WORD = re.compile(r"[a-z][a-z0-9_]*")
GONE = Text("This automation no longer exists.", "Cette automatisation n’existe plus.")


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One version of a rule: for events behind `since_seq`, up to `until_seq` when it was changed later.

    `role_now` is None when the owner has left the workspace.
    """

    automation_id: int
    version: int
    rule: Mapping[str, Any]
    workspace_id: int
    owner_id: int
    owner_role: str
    role_now: str | None
    language: str | None
    zone: str | None
    since_seq: int
    until_seq: int | None
    failures: int = 0

    def covers(self, seq: int) -> bool:
        return self.since_seq < seq and (self.until_seq is None or seq <= self.until_seq)

    def actor(self, cause: Cause | None = None) -> RuleActor:
        """The rule as an actor: what its owner might do when publishing it and may do now; a mere viewer when they left."""
        then, now = Role(self.owner_role), Role(self.role_now or Role.VIEWER)
        return RuleActor(
            workspace_id=self.workspace_id,
            user_id=self.owner_id,
            role=now if GRANTED[now] <= GRANTED[then] else then,
            language="fr" if self.language == "fr" else "en",
            zone=self.zone or "",
            cause=cause,
            automation_id=self.automation_id,
        )


def automations_on(session: Session, board: CompiledBoard) -> Sequence[Automation]:
    """In the order of their creation, paused ones too; without those that name a column which the actor may not see."""
    statement = sa.select(Automation).where(Automation.board_id == board.id, Automation.deleted_at.is_(None))
    return [one for one in session.scalars(statement.order_by(Automation.id)) if not names_hidden(board, one.rule)]


def names_hidden(board: CompiledBoard, rule: Mapping[str, Any]) -> bool:
    """Whether a word of the rule is the key of a column that the actor may not see: its sentence and its log would tell of it."""
    hidden = board.whole.columns.keys() - board.columns.keys()
    return bool(hidden and hidden & set(WORD.findall(msgspec.json.encode(rule).decode())))


def automation(session: Session, board: CompiledBoard, automation_id: int) -> Automation:
    """Raises NotFound unless it is one of the board's, and names only what the actor may see."""
    mine = sa.and_(Automation.id == automation_id, Automation.board_id == board.id, Automation.deleted_at.is_(None))
    found = session.scalar(sa.select(Automation).where(mine))
    if found is None or names_hidden(board, found.rule):
        raise NotFound(GONE)
    return found


def rules_by_id(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, tuple[int, Mapping[str, Any]]]:
    """(board id, rule) of automations on boards that the actor sees, deleted ones too: what they wrote is still explained."""
    statement = sa.select(Automation.id, Automation.board_id, Automation.rule).join(
        Board, Board.id == Automation.board_id
    )
    found = session.execute(statement.where(seen_by(actor), Automation.id.in_(ids)))
    return {automation_id: (board_id, rule) for automation_id, board_id, rule in found}


def all_rules(session: Session, actor: Actor) -> list[tuple[int, int, Mapping[str, Any]]]:
    """(board id, automation id, rule) of all rules that are on, on the boards that the actor sees."""
    statement = sa.select(Automation.board_id, Automation.id, Automation.rule).join(
        Board, Board.id == Automation.board_id
    )
    in_force = sa.and_(seen_by(actor), Automation.enabled, Automation.deleted_at.is_(None))
    return list(session.execute(statement.where(in_force).order_by(Automation.id)))


def rules_in_force(session: Session, board_id: int, seq: int) -> list[RuleInForce]:
    """Every version that covers an event behind `seq`, of the rules that are on now, in the order of their creation."""
    now, older = select_in_force()
    found = [RuleInForce(*line) for line in session.execute(now, {"of_board": board_id})]
    if any(rule.version > 1 and rule.since_seq > seq for rule in found):
        found += [RuleInForce(*line) for line in session.execute(older, {"of_board": board_id, "behind": seq})]
    return sorted(found, key=lambda rule: (rule.automation_id, rule.version))


@cache
def select_in_force() -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Of a board: the rules as they are, and their earlier versions."""
    on = sa.and_(Automation.board_id == sa.bindparam("of_board"), Automation.enabled, Automation.deleted_at.is_(None))
    older = select_rules(RuleVersion.version, RuleVersion).where(on, RuleVersion.until_seq > sa.bindparam("behind"))
    return select_rules(Automation.version, Automation).where(on), older


def rule_of_run(session: Session, automation_id: int, version: int) -> RuleInForce | None:
    """The version by which a run was begun; None when the rule is off now."""
    on = sa.and_(Automation.id == automation_id, Automation.enabled, Automation.deleted_at.is_(None))
    for kind in (Automation, RuleVersion):
        line = session.execute(select_rules(kind.version, kind).where(on, kind.version == version)).first()
        if line is not None:
            return RuleInForce(*line)
    return None


def select_rules(version: Any, kind: type[Automation | RuleVersion]) -> sa.Select[Any]:
    until = RuleVersion.until_seq if kind is RuleVersion else sa.null()
    statement = sa.select(
        Automation.id,
        version,
        kind.rule,
        Board.workspace_id,
        kind.owner_id,
        kind.owner_role,
        Member.role,
        User.language,
        User.zone,
        kind.since_seq,
        until,
        Automation.failures,
    ).select_from(Automation)
    if kind is RuleVersion:
        statement = statement.join(RuleVersion, RuleVersion.automation_id == Automation.id)
    return (
        statement.join(Board, Board.id == Automation.board_id)
        .outerjoin(User, sa.and_(User.id == kind.owner_id, User.disabled_at.is_(None)))
        .outerjoin(Member, sa.and_(Member.user_id == User.id, Member.workspace_id == Board.workspace_id))
    )
