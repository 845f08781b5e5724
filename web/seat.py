"""Looking at a board as somebody else does: a cookie names the board and whose place; the same loaders show what they see."""

from __future__ import annotations

from dataclasses import dataclass, replace

from litestar.datastructures import Cookie

from engine.errors import Forbidden, NotFound
from engine.permissions import BOARD_ROLES, Actor, BoardRole, Role, Seat
from engine.queries.boards import board
from engine.queries.members import member_as_actor
from engine.session import Session
from engine.text import Text
from web.request import Connection, number

COOKIE = "seat"
LASTS = 3600
GUEST = Text("Guest", "Invité")
ONLY_LOOKING = Text(
    "You are looking at this board as {who}: nothing can be changed. Leave this preview first.",
    "Vous regardez ce tableau comme {who} : rien ne peut être modifié. Quittez d’abord cet aperçu.",
)


@dataclass(frozen=True, slots=True)
class Look:
    """Whose eyes, and how to call them: a role or a person."""

    actor: Actor
    name: Text


def look(request: Connection, session: Session, who: Actor, board_id: int) -> Look | None:
    """As whom the visitor looks at this board now; None when as themselves."""
    place, _, place_of = request.cookies.get(COOKIE, "").partition("-")
    if place != str(board_id):
        return None
    try:
        found = chosen(session, who, board_id, place_of)
    except (NotFound, Forbidden):
        return None
    request.scope["state"]["look"] = found
    return found


def chosen(session: Session, who: Actor, board_id: int, place_of: str) -> Look:
    """A role on the board, "guest", or the id of a user. Raises NotFound or Forbidden for who may not look so."""
    if not board(session, who, board_id).may("board:share"):
        raise Forbidden(ONLY_LOOKING, who=place_of)
    if (user_id := number(place_of)) is not None:
        actor, name = member_as_actor(session, who, user_id)
        board(session, actor, board_id)
        return Look(replace(actor, language=who.language), Text(name, name))
    if place_of == Role.GUEST:
        seated = replace(who, role=Role.GUEST, seat=Seat(board_id, BoardRole.CONTRIBUTOR))
        return Look(seated, GUEST)
    if place_of not in set(BoardRole):
        raise NotFound
    role = BoardRole(place_of)
    return Look(replace(who, role=Role.MEMBER, seat=Seat(board_id, role)), BOARD_ROLES[role])


def look_of(request: Connection) -> Look | None:
    """What `look` has found for this request."""
    found: Look | None = request.scope["state"].get("look")
    return found


def seat_cookie(board_id: int, place_of: str) -> Cookie:
    """For an hour; without a place it is taken away."""
    value = f"{board_id}-{place_of}" if place_of else ""
    return Cookie(key=COOKIE, value=value, path="/", httponly=True, samesite="lax", max_age=LASTS if place_of else 0)
