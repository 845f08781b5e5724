"""Administration: who is in the workspace, with which role, and links that let others in."""

from __future__ import annotations

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath

from engine.commands.members import change_role, invite, remove_member, withdraw_invitation
from engine.errors import Invalid
from engine.permissions import Role
from engine.queries.members import invitations, members
from engine.text import Text
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, actor, database, settings

ROLES = {
    Role.OWNER: Text("Owner", "Propriétaire"),
    Role.ADMIN: Text("Administrator", "Administrateur"),
    Role.MEMBER: Text("Member", "Membre"),
    Role.VIEWER: Text("Viewer", "Lecteur"),
}
POWERS = {
    Role.OWNER: Text("everything, owners included", "tout, propriétaires compris"),
    Role.ADMIN: Text("everything, and manages people", "tout, et gère les personnes"),
    Role.MEMBER: Text("boards, items and automations", "tableaux, éléments et automatisations"),
    Role.VIEWER: Text("looks, changes nothing", "consulte, ne modifie rien"),
}
CHANGED = Text("The role was changed.", "Le rôle a été modifié.")
REMOVED = Text("This person can no longer log in.", "Cette personne ne peut plus se connecter.")


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


@post("/admin/invitations", policy=Policy.MEMBER, sync_to_thread=True)
def add_invitation(request: Page, form: Form) -> Response[str]:
    """The link is shown once: only its hash is kept."""
    with database(request).write() as session:
        secret = invite(session, actor(request), role_of(form))
    return people(request, "_people.html", link=f"{settings(request).base_url}/welcome/{secret}")


@delete("/admin/invitations/{invitation_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove_invitation(request: Page, invitation_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        withdraw_invitation(session, actor(request), invitation_id)
    return people(request, "_people.html")


def people(request: Page, template: str, *, link: str | None = None, said: Text | None = None) -> Response[str]:
    me = actor(request)
    with database(request).read() as session:
        there, invited = members(session, me), invitations(session, me)
    return render(
        request,
        template,
        headers=toast(said.say(me.language)) if said else None,
        members=there,
        invitations=invited,
        link=link,
        me=me,
        roles=ROLES,
        powers=POWERS,
        grantable=[role for role in ROLES if role is not Role.OWNER or me.role is Role.OWNER],
    )


def role_of(form: Form) -> Role:
    try:
        return Role(str(form.get("role")))
    except ValueError:
        raise Invalid(Text("Choose one of the roles.", "Choisissez un des rôles."), field="role") from None


routes = [people_page, set_role, end_access, add_invitation, remove_invitation]
