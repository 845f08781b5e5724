"""One-time links: the first owner's, and those of people who were invited."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from engine.commands.invitations import use_invitation
from engine.commands.logins import log_in
from engine.permissions import Role
from engine.queries.members import invitation
from web.auth import login_cookie, login_secret
from web.pages import render
from web.passwords import hash_password
from web.policy import Policy
from web.request import Form, Page, database, go, known, language


@get("/welcome/{secret:str}", policy=Policy.LINK, sync_to_thread=True)
def welcome(request: Page, secret: FromPath[str]) -> Response[str]:
    """The form of a new account; 404 when the link was used or has expired."""
    with database(request).read() as session:
        link = invitation(session, secret)
        shown: dict[str, Any] = {"email": link.email, "to_board": link.board_id is not None}
        shown["first"] = Role(link.role) is Role.OWNER
    return render(request, "welcome.html", bare=True, secret=secret, **shown)


@post("/welcome/{secret:str}", policy=Policy.LINK, sync_to_thread=True)
def accept(request: Page, secret: FromPath[str], form: Form) -> Response[Any]:
    """Make the account and log it in."""
    with database(request).read() as session:
        invited = invitation(session, secret).email
    email, name = invited or str(form.get("email", "")), str(form.get("name", ""))
    password_hash = hash_password(str(form.get("password", "")), email=email, name=name)
    speech = known(str(form.get("language"))) or language(request)
    with database(request).write() as session:
        arrival = use_invitation(session, secret, email=email, name=name, password_hash=password_hash, language=speech)
        login = log_in(session, arrival.actor.user_id, replaces=login_secret(request))
    answer = go(request, f"/b/{arrival.board_id}" if arrival.board_id else "/")
    answer.set_cookie(login_cookie(request, login))
    return answer


routes = [welcome, accept]
