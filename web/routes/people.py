"""Administration: who is in the workspace, with which role, and links that let others in."""

from __future__ import annotations

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath

from engine.commands.invitations import invite, resend_invitation, withdraw_invitation
from engine.commands.members import change_role, remove_member, restore_member
from engine.errors import Invalid
from engine.models import Invitation
from engine.permissions import Actor, Role
from engine.queries.boards import board, boards_by_id
from engine.queries.members import invitation_by_id, invitations, members
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, actor, database, settings

ROLES = {
    Role.OWNER: Text("Owner", "Propriétaire"),
    Role.ADMIN: Text("Administrator", "Administrateur"),
    Role.MEMBER: Text("Member", "Membre"),
    Role.VIEWER: Text("Viewer", "Lecteur"),
    Role.GUEST: Text("Guest", "Invité"),
}
POWERS = {
    Role.OWNER: Text("everything, owners included", "tout, propriétaires compris"),
    Role.ADMIN: Text("everything, and manages people", "tout, et gère les personnes"),
    Role.MEMBER: Text("boards, items and automations", "tableaux, éléments et automatisations"),
    Role.VIEWER: Text("looks, changes nothing", "consulte, ne modifie rien"),
    Role.GUEST: Text("only the boards shared with them", "seulement les tableaux partagés avec lui"),
}
CHANGED = Text("The role was changed.", "Le rôle a été modifié.")
REMOVED = Text("This person can no longer log in.", "Cette personne ne peut plus se connecter.")
RESTORED = Text("This person can log in again.", "Cette personne peut de nouveau se connecter.")


@get("/admin", policy=Policy.MEMBER, sync_to_thread=True)
def people_page(request: Page) -> Response[str]:
    return people(request, "people.html")


@patch("/admin/members/{user_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def set_role(request: Page, user_id: FromPath[int], form: Form) -> Response[str]:
    with database(request).write() as session:
        change_role(session, actor(request), user_id, role_of(form))
    return people(request, "_people.html", said=CHANGED)


@delete("/admin/members/{user_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def end_access(request: Page, user_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        remove_member(session, actor(request), user_id)
    return people(request, "_people.html", said=REMOVED)


@post("/admin/members/{user_id:int}/restoration", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def let_in_again(request: Page, user_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        restore_member(session, actor(request), user_id)
    return people(request, "_people.html", said=RESTORED)


@post("/admin/invitations", policy=Policy.MEMBER, sync_to_thread=True)
def add_invitation(request: Page, form: Form) -> Response[str]:
    """By mail when there is an address. The link is shown once: only its hash is kept."""
    email = str(form.get("email", "")).strip()
    with database(request).write() as session:
        secret = invite(session, actor(request), role_of(form), email=email or None)
    return people(request, "_people.html", link=link_of(request, secret), invited=email)


@post("/admin/invitations/{invitation_id:int}/sending", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def resend(request: Page, invitation_id: FromPath[int]) -> Response[str]:
    me = actor(request)
    with database(request).write() as session:
        line = invitation_by_id(session, me, invitation_id)
        secret = resend_invitation(session, me, line, board_of(session, me, line))
        invited = line.email or ""
    return people(request, "_people.html", link=link_of(request, secret), invited=invited)


@delete("/admin/invitations/{invitation_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove_invitation(request: Page, invitation_id: FromPath[int]) -> Response[str]:
    me = actor(request)
    with database(request).write() as session:
        line = invitation_by_id(session, me, invitation_id)
        withdraw_invitation(session, me, line, board_of(session, me, line))
    return people(request, "_people.html")


def people(
    request: Page, template: str, *, link: str | None = None, invited: str = "", said: Text | None = None
) -> Response[str]:
    me = actor(request)
    with database(request).read() as session:
        there, former, lines = members(session, me), members(session, me, former=True), invitations(session, me)
        led_to = boards_by_id(session, me, [line.board_id for line in lines if line.board_id])
    return render(
        request,
        template,
        headers=toast(said.say(me.language)) if said else None,
        members=there,
        former=former,
        invitations=lines,
        boards=led_to,
        link=link,
        invited=invited,
        me=me,
        roles=ROLES,
        powers=POWERS,
        grantable=[role for role in ROLES if role is not Role.OWNER or me.role is Role.OWNER],
    )


def board_of(session: Session, me: Actor, line: Invitation) -> CompiledBoard | None:
    return None if line.board_id is None else board(session, me, line.board_id)


def link_of(request: Page, secret: str) -> str:
    return f"{settings(request).base_url}/welcome/{secret}"


def role_of(form: Form) -> Role:
    try:
        return Role(str(form.get("role")))
    except ValueError:
        raise Invalid(Text("Choose one of the roles.", "Choisissez un des rôles."), field="role") from None


routes = [people_page, set_role, end_access, let_in_again, add_invitation, resend, remove_invitation]
