"""API tokens of the user: list, create, revoke."""

from typing import Annotated, Any

import msgspec

from engine.commands.logins import create_token, revoke_token
from engine.models import Token as StoredToken
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.members import tokens
from engine.session import Session
from engine.text import Text
from web.api.routing import creates, deletes, reads
from web.api.shapes import Moment, Shown, Taken, told


class Token(Shown):
    id: int
    title: str
    hint: Annotated[str, told("Its first characters", "Ses premiers caractères")]
    created_at: Moment


class FreshToken(Token):
    secret: Annotated[str, told("Shown this one time only", "Montré cette seule fois")] | None

    def remembered(self) -> Shown:
        """Nobody, a repeated request included, gets to read it a second time."""
        return msgspec.structs.replace(self, secret=None)


class Tokens(Shown):
    tokens: list[Token]


class NewToken(Taken):
    title: Annotated[str, told("What it is for", "À quoi il sert", max_length=500)]


@reads("/tokens", Text("List my API tokens", "Lister mes jetons d’API"))
def listing(session: Session, actor: Actor) -> Tokens:
    return Tokens(tokens=[Token(**about(one)) for one in tokens(session, actor)])


@creates("/tokens", Text("Create an API token", "Créer un jeton d’API"))
def create(session: Session, actor: Actor, given: NewToken) -> FreshToken:
    secret = create_token(session, actor, given.title)
    return FreshToken(**about(tokens(session, actor)[-1]), secret=secret)


@deletes("/tokens/{token_id:int}", Text("Revoke an API token", "Révoquer un jeton d’API"))
def remove(session: Session, actor: Actor, token_id: int) -> None:
    revoke_token(session, actor, token_id)


def about(one: StoredToken) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "hint": one.hint, "created_at": to_iso(one.created_at)}


routes = [listing, create, remove]
