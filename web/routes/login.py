"""Log in and out."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from engine.commands.logins import begin_attempt, log_in, log_out
from engine.errors import Invalid
from engine.queries.members import account, has_owner
from engine.text import Text
from web.auth import client_address, find_visitor, login_cookie, login_secret
from web.pages import render
from web.passwords import is_right
from web.policy import Policy
from web.request import Form, Page, database, go

WRONG = Text(
    "The address or the password is wrong. Check both and try again.",
    "L’adresse ou le mot de passe est incorrect. Vérifiez les deux et réessayez.",
)


@get("/login", policy=Policy.PUBLIC, sync_to_thread=True)
def login_page(request: Page) -> Response[Any]:
    """The form; whoever is logged in already goes on."""
    forward = own_path(request.query_params.get("next"))
    if find_visitor(request) is not None:
        return Redirect(forward, status_code=303)
    with database(request).read() as session:
        owned = has_owner(session)
    return render(request, "login.html", bare=True, next=forward, owned=owned)


@post("/login", policy=Policy.PUBLIC, sync_to_thread=True)
def login(request: Page, form: Form) -> Response[Any]:
    """A right password gets a new session; the one that the browser came with ends."""
    email, password = str(form.get("email", "")), str(form.get("password", ""))
    with database(request).write() as session:
        attempts = begin_attempt(session, email, client_address(request))
    with database(request).read() as session:
        found = account(session, email)
    if not is_right(password, found.password_hash if found else None) or found is None:
        raise Invalid(WRONG, field="password")
    with database(request).write() as session:
        secret = log_in(session, found.user_id, attempts, replaces=login_secret(request))
    answer = go(request, own_path(form.get("next")))
    answer.set_cookie(login_cookie(request, secret))
    return answer


@post("/logout", policy=Policy.MEMBER, sync_to_thread=True)
def logout(request: Page) -> Response[Any]:
    """End this browser's session, here and in the database."""
    with database(request).write() as session:
        log_out(session, login_secret(request) or "")
    answer = go(request, "/login")
    answer.set_cookie(login_cookie(request, ""))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def own_path(path: object) -> str:
    """A path of this site to go on to; anything else, other hosts included, becomes the home page."""
    text = str(path or "")
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else "/"


routes = [login_page, login, logout]
