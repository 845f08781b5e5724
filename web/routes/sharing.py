"""The share dialog of a board: to whom it is open, who is on its list, whom a mail invites."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath

from engine.commands.invitations import resend_invitation, withdraw_invitation
from engine.commands.sharing import (
    add_board_member,
    add_by_email,
    ask_for_role,
    remove_board_member,
    share_board,
)
from engine.errors import Invalid, NotFound
from engine.fold import fold
from engine.permissions import BOARD_ROLES, RULING, Access, BoardRole
from engine.queries.board_members import addable, board_invitation, board_invitations, board_members, onlookers, sharing
from engine.queries.boards import board_record
from engine.text import Text
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, actor, database, go, language, settings

ACCESS = {
    Access.OPEN: (
        Text("Open", "Ouvert"),
        Text(
            "Everybody in the workspace can find it; guests cannot.",
            "Tout l’espace peut le trouver, sauf les invités.",
        ),
        "users",
    ),
    Access.PRIVATE: (
        Text("Private", "Privé"),
        Text("Only the people on the list below.", "Seulement les personnes de la liste ci-dessous."),
        "lock",
    ),
    Access.SHARED: (
        Text("Shared with guests", "Partagé avec des invités"),
        Text(
            "Only the people on the list below, people from outside among them.",
            "Seulement les personnes de la liste ci-dessous, y compris des personnes extérieures.",
        ),
        "external-link",
    ),
}
POWERS = {
    BoardRole.EDITOR: Text("columns, groups, automations, items", "colonnes, groupes, automatisations, éléments"),
    BoardRole.CONTRIBUTOR: Text("items and their cells", "éléments et cellules"),
    BoardRole.VIEWER: Text("looks, changes nothing", "consulte, ne modifie rien"),
}
ADDED = Text("{person} is on the board.", "{person} a rejoint le tableau.")
ASKED = Text("The board’s editors were told.", "Les éditeurs du tableau sont prévenus.")
WITHDRAWN = Text("The invitation is withdrawn.", "L’invitation est retirée.")
NO_CHOICE = Text("Choose one of the roles.", "Choisissez un des rôles.")
NOBODY_CALLED = Text(
    "Nobody is called “{typed}”. Write an e-mail address to invite somebody.",
    "Personne ne s’appelle « {typed} ». Écrivez une adresse e-mail pour inviter quelqu’un.",
)


@get("/boards/{board_id:int}/sharing", policy=Policy.MEMBER, sync_to_thread=True)
def dialog(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        return drawn(request, at)


@patch("/boards/{board_id:int}/sharing", policy=Policy.MEMBER, sync_to_thread=True)
def change_access(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    with writing(request, board_id) as at:
        access = Access(str(form["access"])) if form.get("access") in set(Access) else None
        role = role_of(form, "default_role") if "default_role" in form else None
        share_board(*at.all, access=access, default_role=role)
        return drawn(request, at)


@post("/boards/{board_id:int}/members", policy=Policy.MEMBER, sync_to_thread=True)
def add(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """By name or address; an address that nobody has is invited, and the link is shown once."""
    with writing(request, board_id) as at:
        who, role = str(form.get("email", "")).strip(), role_of(form)
        secret = add_by_email(*at.all, address_of(at, who), role)
        link = f"{settings(request).base_url}/welcome/{secret}" if secret else None
        return drawn(request, at, link=link, invited=who)


@patch("/boards/{board_id:int}/members/{user_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def change_role(request: Page, board_id: FromPath[int], user_id: FromPath[int], form: Form) -> Response[str]:
    with writing(request, board_id) as at:
        add_board_member(*at.all, user_id, role_of(form))
    return again(request, board_id)


@delete("/boards/{board_id:int}/members/{user_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int], user_id: FromPath[int]) -> Response[Any]:
    with writing(request, board_id) as at:
        remove_board_member(*at.all, user_id)
    return again(request, board_id)


@post("/boards/{board_id:int}/invitations/{invitation_id:int}/sending", policy=Policy.MEMBER, sync_to_thread=True)
def resend(request: Page, board_id: FromPath[int], invitation_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        line = board_invitation(at.session, at.board, invitation_id)
        secret = resend_invitation(at.session, at.actor, line, at.board)
        return drawn(request, at, link=f"{settings(request).base_url}/welcome/{secret}", invited=line.email or "")


@delete(
    "/boards/{board_id:int}/invitations/{invitation_id:int}",
    policy=Policy.MEMBER,
    sync_to_thread=True,
    status_code=200,
)
def withdraw(request: Page, board_id: FromPath[int], invitation_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        line = board_invitation(at.session, at.board, invitation_id)
        withdraw_invitation(at.session, at.actor, line, at.board)
        at.session.flush()
        return drawn(request, at, said=WITHDRAWN)


@post("/boards/{board_id:int}/requests", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def ask(request: Page, board_id: FromPath[int]) -> Response[str]:
    """Who may only look asks the editors for more."""
    with writing(request, board_id) as at:
        ask_for_role(*at.all)
    return Response("", headers=toast(ASKED.say(language(request))), media_type="text/html")


def again(request: Page, board_id: int) -> Response[Any]:
    """The dialog with the rights that are left; away from a board that one no longer sees."""
    try:
        with database(request).read() as session:
            board_record(session, actor(request), board_id)
    except NotFound:
        return go(request, "/")
    with reading(request, board_id) as at:
        return drawn(request, at)


def drawn(
    request: Page, at: Opened, *, link: str | None = None, invited: str = "", said: Text | None = None
) -> Response[str]:
    may_share = at.board.may("board:share")
    return render(
        request,
        "boards/_sharing.html",
        headers=toast(said.say(at.context.language)) if said else None,
        board=at.board,
        sharing=sharing(at.session, at.board),
        members=board_members(at.session, at.board),
        invitations=board_invitations(at.session, at.board) if may_share else [],
        addable=addable(*at.all) if may_share else [],
        onlookers=onlookers(at.session, at.board) if may_share else [],
        may_share=may_share,
        me=at.actor,
        rules_all=at.actor.role in RULING,
        access_kinds=ACCESS,
        roles=BOARD_ROLES,
        powers=POWERS,
        link=link,
        invited=invited,
    )


def role_of(form: Form, name: str = "role") -> BoardRole:
    try:
        return BoardRole(str(form.get(name)))
    except ValueError:
        raise Invalid(NO_CHOICE, field=name) from None


def address_of(at: Opened, typed: str) -> str:
    """The address itself, or that of the one colleague with this name."""
    if "@" in typed:
        return typed
    found = [person for person in addable(*at.all) if fold(person.name) == fold(typed)]
    if len(found) != 1:
        raise Invalid(NOBODY_CALLED, field="email", typed=typed)
    return found[0].email


routes = [dialog, change_access, add, change_role, remove, resend, withdraw, ask]
