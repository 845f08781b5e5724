"""Invitations: one-time links into the workspace, and from there to a board; by mail when an address is known."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.deliveries import queue_invitation
from engine.commands.members import check_grant, checked_address, checked_email, create_user
from engine.errors import NotFound
from engine.models import BoardMember, Invitation
from engine.moment import now
from engine.permissions import Actor, BoardRole, Permission, Role, require
from engine.queries.members import DEAD_LINK, invitation
from engine.schema.compiled import CompiledBoard
from engine.secret import digest, new_secret
from engine.text import Language

FIRST_LINK = timedelta(hours=24)
LINK = timedelta(days=7)
ENDINGS: dict[str, Language] = {"fr": "fr", "uk": "en", "ie": "en", "us": "en", "au": "en", "nz": "en"}
"""Of addresses, that tell the language of whoever reads there."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who has just accepted an invitation, and the board to which it led."""

    actor: Actor
    board_id: int | None


def invite(session: Session, actor: Actor, role: Role, *, email: str | None = None, lasts: timedelta = LINK) -> str:
    """The secret of a one-time link, which makes a member with that role; an address gets it by mail, and is the only one it serves."""
    require(actor, Permission.USER_MANAGE)
    check_grant(actor, role)
    address = checked_email(session, email) if email else None
    return issue(session, actor, Invitation(role=role, email=address), lasts, None)


def invite_to_board(session: Session, actor: Actor, board: CompiledBoard, email: str, role: Role, on: BoardRole) -> str:
    """The same for somebody who is not here yet, leading to the board; a guest may be invited by its editors."""
    require(actor, Permission.BOARD_SHARE, board)
    if role is not Role.GUEST:
        require(actor, Permission.USER_MANAGE)
    check_grant(actor, role)
    address = checked_email(session, email)
    earlier = sa.and_(Invitation.board_id == board.id, Invitation.email == address, Invitation.used_at.is_(None))
    session.execute(sa.delete(Invitation).where(earlier))
    line = Invitation(role=role, email=address, board_id=board.id, board_role=on)
    return issue(session, actor, line, LINK, board)


def issue(session: Session, actor: Actor, line: Invitation, lasts: timedelta, board: CompiledBoard | None) -> str:
    secret = new_secret()
    line.token_hash, line.workspace_id, line.expires_at = digest(secret), actor.workspace_id, now() + lasts
    line.invited_by = actor.user_id or None
    session.add(line)
    session.flush()
    if line.email:
        queue_invitation(session, actor, line, secret, language_at(line.email, actor.language), board)
    return secret


def language_at(email: str, otherwise: Language) -> Language:
    """What the invited person probably reads: the ending of their address may tell, else what the inviter reads."""
    return ENDINGS.get(email.rpartition(".")[2], otherwise)


def invite_owner(session: Session, actor: Actor) -> str:
    """The first owner's link; an earlier one stops working."""
    session.execute(sa.delete(Invitation).where(Invitation.role == Role.OWNER, Invitation.used_at.is_(None)))
    return invite(session, actor, Role.OWNER, lasts=FIRST_LINK)


def resend_invitation(session: Session, actor: Actor, line: Invitation, board: CompiledBoard | None) -> str:
    """A new link for the same person, valid from now on; the earlier one stops working."""
    may_handle(actor, board)
    secret = new_secret()
    line.token_hash, line.expires_at = digest(secret), now() + LINK
    session.flush()
    if line.email:
        queue_invitation(session, actor, line, secret, language_at(line.email, actor.language), board)
    return secret


def withdraw_invitation(session: Session, actor: Actor, line: Invitation, board: CompiledBoard | None) -> None:
    may_handle(actor, board)
    session.delete(line)


def may_handle(actor: Actor, board: CompiledBoard | None) -> None:
    """Links to a board are its editors' affair, all others the administrators'."""
    if board is None:
        require(actor, Permission.USER_MANAGE)
    else:
        require(actor, Permission.BOARD_SHARE, board)


def use_invitation(
    session: Session, secret: str, *, email: str, name: str, password_hash: str, language: Language
) -> Arrival:
    """Make the account that the link promises. Raises NotFound when it was used meanwhile, Invalid by field."""
    link = invitation(session, secret)
    claimed = sa.update(Invitation).where(Invitation.id == link.id, Invitation.used_at.is_(None)).values(used_at=now())
    if not session.execute(claimed.returning(Invitation.id)).first():
        raise NotFound(DEAD_LINK)
    inviter = Actor(workspace_id=link.workspace_id, user_id=0, role=Role.OWNER)
    role, address = Role(link.role), link.email or checked_address(email)
    who = create_user(session, inviter, address, name, password_hash=password_hash, role=role, language=language)
    if link.board_id is not None and link.board_role is not None:
        session.add(BoardMember(board_id=link.board_id, user_id=who.user_id, role=link.board_role))
    return Arrival(who, link.board_id)
