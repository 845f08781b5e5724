"""One's own account: language, time zone, what comes by mail, password, API tokens."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from engine.commands.logins import begin_attempt, create_token, log_in, revoke_token
from engine.commands.members import change_language, change_mail, change_password, change_zone
from engine.errors import Invalid
from engine.notices import NOTICES
from engine.queries.members import Visitor, account, mail_for, tokens
from engine.text import Text
from engine.zones import zone_names
from web.auth import client_address, login_cookie
from web.pages import done, render, toast
from web.passwords import hash_password, is_right
from web.policy import Policy
from web.request import Form, Page, actor, database, go, language, visitor
from web.routes.login import own_path

ZONE_KEPT = Text(
    "Days and hours now follow this time zone.", "Les jours et les heures suivent maintenant ce fuseau horaire."
)
MAIL_KEPT = Text("Your choice is kept.", "Votre choix est enregistré.")
NOT_YOURS = Text("This is not your present password.", "Ce n’est pas votre mot de passe actuel.")


@get("/me", policy=Policy.MEMBER, sync_to_thread=True)
def account_page(request: Page) -> Response[str]:
    with database(request).read() as session:
        by_mail = mail_for(session, actor(request))
    return render(request, "account.html", zones=zone_names(), kinds=NOTICES, by_mail=by_mail)


@get("/me/page-token", policy=Policy.MEMBER, sync_to_thread=True)
def page_token(request: Page) -> dict[str, str]:
    """For a page from before this login. Other sites cannot read it: they may only ask, not see the answer."""
    return {"token": present(visitor(request)).csrf_token}


@post("/me/language", policy=Policy.MEMBER, sync_to_thread=True)
def set_language(request: Page, form: Form) -> Redirect:
    """From the user menu, back to the page it was chosen on."""
    with database(request).write() as session:
        change_language(session, actor(request), str(form.get("language")))
    return Redirect(own_path(form.get("back")), status_code=303)


@post("/me/zone", policy=Policy.MEMBER, sync_to_thread=True)
def set_zone(request: Page, form: Form) -> Response[None]:
    """Chosen on the account page, or told once by the browser."""
    with database(request).write() as session:
        change_zone(session, actor(request), str(form.get("zone", "")))
    headers = toast(ZONE_KEPT.say(language(request))) if "chosen" in form else {}
    return Response(None, status_code=204, headers=headers)


@post("/me/mail", policy=Policy.MEMBER, sync_to_thread=True)
def set_mail(request: Page, form: Form) -> Response[None]:
    """The kinds of notification that are ticked."""
    with database(request).write() as session:
        change_mail(session, actor(request), map(str, form.getall("kind", [])))
    return Response(None, status_code=204, headers=toast(MAIL_KEPT.say(language(request))))


@post("/me/password", policy=Policy.MEMBER, sync_to_thread=True)
def set_password(request: Page, form: Form) -> Response[Any]:
    """Ends every other browser's session; this one gets a new secret. Wrong guesses count as they do at the login."""
    me = present(visitor(request))
    with database(request).write() as session:
        attempts = begin_attempt(session, me.email, client_address(request))
    with database(request).read() as session:
        found = account(session, me.email)
    if found is None or not is_right(str(form.get("present", "")), found.password_hash):
        raise Invalid(NOT_YOURS, field="present")
    password_hash = hash_password(str(form.get("password", "")), email=me.email, name=me.name)
    with database(request).write() as session:
        change_password(session, me.actor, password_hash)
        secret = log_in(session, me.actor.user_id, attempts)
    answer = go(request, "/me?changed=1")
    answer.set_cookie(login_cookie(request, secret))
    return answer


@get("/tokens", policy=Policy.MEMBER, sync_to_thread=True)
def tokens_page(request: Page) -> Response[str]:
    with database(request).read() as session:
        return render(request, "tokens.html", tokens=tokens(session, actor(request)))


@post("/tokens", policy=Policy.MEMBER, sync_to_thread=True)
def add_token(request: Page, form: Form) -> Response[str]:
    """The only answer that ever holds the secret."""
    with database(request).write() as session:
        secret = create_token(session, actor(request), str(form.get("title", "")))
    with database(request).read() as session:
        return render(request, "_tokens.html", tokens=tokens(session, actor(request)), secret=secret)


@delete("/tokens/{token_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove_token(request: Page, token_id: FromPath[int]) -> Response[str]:
    with database(request).write() as session:
        revoke_token(session, actor(request), token_id)
    with database(request).read() as session:
        return render(request, "_tokens.html", headers=done(), tokens=tokens(session, actor(request)), secret=None)


def present(who: Visitor | None) -> Visitor:
    """Policy.MEMBER has let somebody in."""
    assert who is not None  # noqa: S101
    return who


routes = [
    account_page,
    page_token,
    set_language,
    set_zone,
    set_mail,
    set_password,
    tokens_page,
    add_token,
    remove_token,
]
