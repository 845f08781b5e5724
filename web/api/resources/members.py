"""People of the workspace as its administrators manage them: roles, the end of an access, invitations."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from engine.commands.invitations import invite, resend_invitation, withdraw_invitation
from engine.commands.members import change_role, remove_member, restore_member
from engine.models import Invitation as StoredInvitation
from engine.moment import to_iso
from engine.permissions import Actor, Permission, Role, require
from engine.queries.boards import board
from engine.queries.members import invitation_by_id, invitations
from engine.queries.members import members as all_members
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Moment, Paging, Shown, Taken, sliced, told

RoleName = Annotated[
    Literal["owner", "admin", "member", "viewer", "guest"],
    told("The most that the person may do on any board", "Le plus que la personne puisse faire sur un tableau"),
]


class Member(Shown):
    id: int
    name: str
    email: str
    role: RoleName


class Members(Shown):
    members: list[Member]
    cursor: str | None


class MemberChange(Taken):
    role: RoleName


class Invitation(Shown):
    id: int
    email: str | None
    role: RoleName
    board: int | None
    expires_at: Moment


class Invitations(Shown):
    invitations: list[Invitation]


class NewInvitation(Taken):
    email: Annotated[str, told("Gets the link by mail", "Reçoit le lien par e-mail", max_length=300)]
    role: RoleName | UnsetType = UNSET


@reads("/members", Text("List the members with their roles", "Lister les membres et leurs rôles"))
def listing(session: Session, actor: Actor, asked: Paging) -> Members:
    found = sorted(all_members(session, actor), key=lambda one: one.user_id)
    lines = [Member(id=one.user_id, name=one.name, email=one.email, role=one.role.value) for one in found]
    shown, cursor = sliced(lines, asked)
    return Members(members=shown, cursor=cursor)


@changes("/members/{user_id:int}", Text("Change a member’s role", "Changer le rôle d’un membre"))
def change(session: Session, actor: Actor, user_id: int, given: MemberChange) -> Member:
    change_role(session, actor, user_id, Role(given.role))
    session.flush()
    one = next(one for one in all_members(session, actor) if one.user_id == user_id)
    return Member(id=one.user_id, name=one.name, email=one.email, role=one.role.value)


@deletes("/members/{user_id:int}", Text("End a member’s access", "Mettre fin à l’accès d’un membre"))
def remove(session: Session, actor: Actor, user_id: int) -> None:
    remove_member(session, actor, user_id)


@creates(
    "/members/{user_id:int}/restoration",
    Text("Give an ended access back", "Rétablir un accès désactivé"),
    status=204,
)
def restore(session: Session, actor: Actor, user_id: int) -> None:
    restore_member(session, actor, user_id)


@reads("/invitations", Text("List the invitations not used yet", "Lister les invitations en attente"))
def invited(session: Session, actor: Actor) -> Invitations:
    return Invitations(invitations=[shown_invitation(one) for one in invitations(session, actor)])


@creates("/invitations", Text("Invite somebody by mail", "Inviter quelqu’un par e-mail"))
def create(session: Session, actor: Actor, given: NewInvitation) -> Invitation:
    invite(session, actor, Role.MEMBER if given.role is UNSET else Role(given.role), email=given.email)
    return shown_invitation(invitations(session, actor)[-1])


@creates(
    "/invitations/{invitation_id:int}/sending",
    Text("Send an invitation again; its earlier link ends", "Renvoyer une invitation ; son ancien lien cesse"),
    status=204,
)
def resend(session: Session, actor: Actor, invitation_id: int) -> None:
    require(actor, Permission.USER_MANAGE)
    line = invitation_by_id(session, actor, invitation_id)
    resend_invitation(session, actor, line, board_of(session, actor, line))


@deletes("/invitations/{invitation_id:int}", Text("Withdraw an invitation", "Retirer une invitation"))
def withdraw(session: Session, actor: Actor, invitation_id: int) -> None:
    require(actor, Permission.USER_MANAGE)
    line = invitation_by_id(session, actor, invitation_id)
    withdraw_invitation(session, actor, line, board_of(session, actor, line))


def board_of(session: Session, actor: Actor, line: StoredInvitation) -> CompiledBoard | None:
    return None if line.board_id is None else board(session, actor, line.board_id)


def shown_invitation(one: StoredInvitation) -> Invitation:
    role: Any = one.role
    return Invitation(id=one.id, email=one.email, role=role, board=one.board_id, expires_at=to_iso(one.expires_at))


routes = [listing, change, remove, restore, invited, create, resend, withdraw]
