"""Who may come in: browsers by their login, programs by their token, people by an invitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Person
from engine.errors import NotFound
from engine.models import Invitation, Login, Member, Token, User, table_of
from engine.moment import now
from engine.permissions import Actor, Permission, Role, TokenActor, require
from engine.question import Question
from engine.secret import digest
from engine.text import Language, Text

DEAD_LINK = Text(
    "This link was used already or has expired. Ask for a new one.",
    "Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.",
)


USERS, MEMBERS, LOGINS, TOKENS = map(table_of, (User, Member, Login, Token))
RIGHTS = (MEMBERS.c.workspace_id, MEMBERS.c.user_id, MEMBERS.c.role, USERS.c.language, USERS.c.zone)
BY_LOGIN = Question(
    sa.select(LOGINS.c.id, LOGINS.c.csrf_token, USERS.c.name, USERS.c.email, *RIGHTS)
    .join(USERS, LOGINS.c.user_id == USERS.c.id)
    .join(MEMBERS, MEMBERS.c.user_id == USERS.c.id)
    .where(LOGINS.c.token_hash == sa.bindparam("hash"), LOGINS.c.expires_at > sa.bindparam("moment"))
    .where(USERS.c.disabled_at.is_(None))
    .order_by(MEMBERS.c.workspace_id)
    .limit(1)
)
BY_TOKEN = Question(
    sa.select(TOKENS.c.id, *RIGHTS)
    .join(USERS, TOKENS.c.user_id == USERS.c.id)
    .join(MEMBERS, sa.and_(MEMBERS.c.user_id == USERS.c.id, MEMBERS.c.workspace_id == TOKENS.c.workspace_id))
    .where(TOKENS.c.token_hash == sa.bindparam("hash"), TOKENS.c.revoked_at.is_(None), USERS.c.disabled_at.is_(None))
)
"""Asked at every request, so they are put together once."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in browser: the actor, whom to greet, and the token that its forms carry."""

    actor: Actor
    name: str
    email: str
    csrf_token: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a password is compared with."""

    user_id: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A line of the people page."""

    user_id: int
    name: str
    email: str
    role: Role

    @property
    def person(self) -> Person:
        return Person(self.user_id, self.name, self.email)


def actor_by_login(session: Session | sa.Connection, secret: str) -> Visitor | None:
    """The visitor whose cookie this is; None for an unknown, expired or disabled one."""
    found = BY_LOGIN.first(session, {"hash": digest(secret), "moment": now()})
    if found is None:
        return None
    login_id, csrf_token, name, email = found[:4]
    return Visitor(Actor(**who(*found[4:]), login_id=login_id), name, email, csrf_token)


def actor_by_token(session: Session | sa.Connection, secret: str) -> TokenActor | None:
    """The program that holds this API token, with its user's rights of today."""
    found = BY_TOKEN.first(session, {"hash": digest(secret)})
    if found is None:
        return None
    return TokenActor(**who(*found[1:]), token_id=found[0])


def who(workspace_id: int, user_id: int, role: str, language: str, zone: str) -> dict[str, Any]:
    """What every kind of actor is made of, from the columns `RIGHTS`."""
    spoken: Language = "fr" if language == "fr" else "en"
    return {"workspace_id": workspace_id, "user_id": user_id, "role": Role(role), "language": spoken, "zone": zone}


def actor_by_email(session: Session, email: str) -> Actor:
    """The member with this address, for the command line. Raises NotFound that names the address."""
    statement = (
        sa.select(User, Member).join(Member, Member.user_id == User.id).where(User.email == email.strip().lower())
    )
    found = session.execute(statement.order_by(Member.workspace_id)).first()
    if found is None:
        raise NotFound(Text("There is no user {email}.", "Il n’y a pas d’utilisateur {email}."), email=email)
    return actor_of(*found)


def actor_by_id(session: Session, user_id: int) -> Actor | None:
    """Whoever this user is now; None for one who can no longer log in."""
    statement = sa.select(User, Member).join(Member, Member.user_id == User.id)
    here = statement.where(User.id == user_id, User.disabled_at.is_(None)).order_by(Member.workspace_id)
    found = session.execute(here).first()
    return actor_of(*found) if found else None


def member_as_actor(session: Session, actor: Actor, user_id: int) -> tuple[Actor, str]:
    """Another member of the actor's workspace, who can log in: as they act, and their name. Raises NotFound."""
    statement = sa.select(User, Member).join(Member, Member.user_id == User.id)
    here = sa.and_(Member.workspace_id == actor.workspace_id, User.id == user_id, User.disabled_at.is_(None))
    found = session.execute(statement.where(here)).first()
    if found is None:
        raise NotFound
    return actor_of(*found), found[0].name


def account(session: Session, email: str) -> Account | None:
    statement = sa.select(User.id, User.password_hash).where(
        User.email == email.strip().lower(), User.disabled_at.is_(None)
    )
    found = session.execute(statement).first()
    return Account(*found) if found else None


def mail_for(session: Session, actor: Actor) -> Sequence[str]:
    """The kinds of notification that the actor also gets by mail."""
    return list(session.scalars(sa.select(User.mail_for).where(User.id == actor.user_id)).one())


def members(session: Session, actor: Actor, *, former: bool = False) -> list[MemberLine]:
    """Everybody who can log in to the workspace, by name; or whose access was ended."""
    require(actor, Permission.USER_MANAGE)
    state = User.disabled_at.is_not(None) if former else User.disabled_at.is_(None)
    statement = (
        sa.select(User.id, User.name, User.email, Member.role)
        .join(Member, Member.user_id == User.id)
        .where(Member.workspace_id == actor.workspace_id, state)
        .order_by(User.name, User.id)
    )
    return [MemberLine(user_id, name, email, Role(role)) for user_id, name, email, role in session.execute(statement)]


def invitations(session: Session, actor: Actor) -> Sequence[Invitation]:
    """Links that were handed out and not used yet, those to boards too."""
    require(actor, Permission.USER_MANAGE)
    open_links = sa.and_(Invitation.used_at.is_(None), Invitation.expires_at > now())
    statement = sa.select(Invitation).where(Invitation.workspace_id == actor.workspace_id, open_links)
    return session.scalars(statement.order_by(Invitation.id)).all()


def invitation_by_id(session: Session, actor: Actor, invitation_id: int) -> Invitation:
    """One of the workspace that was not used yet. Raises NotFound."""
    mine = sa.and_(Invitation.id == invitation_id, Invitation.workspace_id == actor.workspace_id)
    found = session.scalar(sa.select(Invitation).where(mine, Invitation.used_at.is_(None)))
    if found is None:
        raise NotFound(DEAD_LINK)
    return found


def invitation(session: Session, secret: str) -> Invitation:
    """The open invitation behind a link. Raises NotFound when it was used, has expired or never was."""
    statement = sa.select(Invitation).where(
        Invitation.token_hash == digest(secret), Invitation.used_at.is_(None), Invitation.expires_at > now()
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(DEAD_LINK)
    return found


def tokens(session: Session, actor: Actor) -> Sequence[Token]:
    """The actor's own API tokens that still work."""
    statement = sa.select(Token).where(Token.user_id == actor.user_id, Token.workspace_id == actor.workspace_id)
    return session.scalars(statement.where(Token.revoked_at.is_(None)).order_by(Token.id)).all()


def has_owner(session: Session) -> bool:
    return session.scalar(sa.select(Member.user_id).where(Member.role == Role.OWNER).limit(1)) is not None


def actor_of(user: User, member: Member) -> Actor:
    return Actor(**who(member.workspace_id, user.id, member.role, user.language, user.zone))
