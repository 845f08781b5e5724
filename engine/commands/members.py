"""People of a workspace: their accounts, their role, the end of their access."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import Forbidden, Invalid, NotFound
from engine.models import Login, Member, Token, User, Workspace
from engine.moment import now
from engine.notices import NoticeKind
from engine.permissions import Actor, Permission, Role, require
from engine.queries.members import actor_of
from engine.text import LANGUAGES, Language, Text
from engine.zones import known_zones

MAX_NAME = 80
NO_NAME = Text("Write a name of at most {limit} characters.", "Écrivez un nom d’au plus {limit} caractères.")
NO_EMAIL = Text(
    "Write an e-mail address, such as name@example.org.", "Écrivez une adresse e-mail, par exemple nom@exemple.org."
)
TAKEN = Text(
    "{email} has an account already. Use another address, or log in.",
    "{email} a déjà un compte. Utilisez une autre adresse, ou connectez-vous.",
)
TOO_HIGH = Text(
    "Only an owner can give or take the role Owner.",
    "Seul un propriétaire peut donner ou retirer le rôle Propriétaire.",
)
LAST_OWNER = Text(
    "This is the last owner. Make somebody else an owner first.",
    "C’est le dernier propriétaire. Nommez d’abord un autre propriétaire.",
)
NO_MEMBER = Text("This person is no longer a member.", "Cette personne n’est plus membre.")


def first_workspace(session: Session, name: str = "Rouage") -> Workspace:
    """The installation's workspace, made at the first start."""
    workspace = session.scalar(sa.select(Workspace).order_by(Workspace.id).limit(1))
    if workspace is None:
        workspace = Workspace(name=name)
        session.add(workspace)
        session.flush()
    return workspace


def installation(workspace: Workspace) -> Actor:
    """Whoever runs the program on the server: an owner without a user of its own."""
    return Actor(workspace_id=workspace.id, user_id=0, role=Role.OWNER)


def create_user(
    session: Session,
    actor: Actor,
    email: str,
    name: str,
    *,
    password_hash: str,
    role: Role = Role.MEMBER,
    language: Language = "en",
) -> Actor:
    """A new account, member of the actor's workspace; answers with whom they now act as."""
    require(actor, Permission.USER_MANAGE)
    check_grant(actor, role)
    user = User(
        email=checked_email(session, email), name=checked_name(name), password_hash=password_hash, language=language
    )
    session.add(user)
    session.flush()
    member = Member(workspace_id=actor.workspace_id, user_id=user.id, role=role)
    session.add(member)
    session.flush()
    return actor_of(user, member)


def change_role(session: Session, actor: Actor, user_id: int, role: Role) -> None:
    require(actor, Permission.USER_MANAGE)
    member = member_of(session, actor, user_id)
    check_grant(actor, role)
    check_grant(actor, Role(member.role))
    check_not_last_owner(session, member, role)
    member.role = role


def remove_member(session: Session, actor: Actor, user_id: int) -> None:
    """End a person's access at once: logins and tokens too. Their name stays in cells and history."""
    require(actor, Permission.USER_MANAGE)
    member = member_of(session, actor, user_id)
    check_grant(actor, Role(member.role))
    check_not_last_owner(session, member, None)
    session.execute(sa.update(User).where(User.id == user_id).values(disabled_at=now()))
    session.execute(sa.delete(Login).where(Login.user_id == user_id))
    session.execute(sa.update(Token).where(Token.user_id == user_id).values(revoked_at=now()))


def restore_member(session: Session, actor: Actor, user_id: int) -> None:
    """Let somebody log in again, with the role and the boards that they had."""
    require(actor, Permission.USER_MANAGE)
    check_grant(actor, Role(member_of(session, actor, user_id).role))
    session.execute(sa.update(User).where(User.id == user_id).values(disabled_at=None))


def change_password(session: Session, actor: Actor, password_hash: str) -> None:
    """The actor's own password; every browser has to log in again."""
    session.execute(sa.update(User).where(User.id == actor.user_id).values(password_hash=password_hash))
    session.execute(sa.delete(Login).where(Login.user_id == actor.user_id))


def change_language(session: Session, actor: Actor, language: str) -> None:
    """The language of the actor's own screens; an unknown one is refused."""
    if language not in LANGUAGES:
        raise Invalid(Text("Choose English or French.", "Choisissez anglais ou français."), field="language")
    session.execute(sa.update(User).where(User.id == actor.user_id).values(language=language))


def change_zone(session: Session, actor: Actor, zone: str) -> None:
    """The time zone of the actor's own days and hours; an unknown one is refused."""
    if zone not in known_zones():
        raise Invalid(
            Text("Choose a time zone of the list.", "Choisissez un fuseau horaire de la liste."), field="zone"
        )
    session.execute(sa.update(User).where(User.id == actor.user_id).values(zone=zone))


def change_mail(session: Session, actor: Actor, kinds: Iterable[str]) -> None:
    """Which kinds of notification the actor also gets by mail."""
    known = set(NoticeKind)
    session.execute(sa.update(User).where(User.id == actor.user_id).values(mail_for=sorted(set(kinds) & known)))


def check_grant(actor: Actor, role: Role) -> None:
    """Nobody gives or takes more than they hold."""
    if role is Role.OWNER and actor.role is not Role.OWNER:
        raise Forbidden(TOO_HIGH)


def check_not_last_owner(session: Session, member: Member, role: Role | None) -> None:
    owners = sa.select(sa.func.count()).select_from(Member).join(User, User.id == Member.user_id)
    others = owners.where(
        Member.workspace_id == member.workspace_id,
        Member.role == Role.OWNER,
        Member.user_id != member.user_id,
        User.disabled_at.is_(None),
    )
    if member.role == Role.OWNER and role is not Role.OWNER and not session.scalar(others):
        raise Invalid(LAST_OWNER, field="role")


def member_of(session: Session, actor: Actor, user_id: int) -> Member:
    member = session.get(Member, (actor.workspace_id, user_id))
    if member is None:
        raise NotFound(NO_MEMBER)
    return member


def checked_email(session: Session, email: str) -> str:
    """Trimmed and in small letters. Raises Invalid when it is none or belongs to somebody."""
    address = checked_address(email)
    if session.scalar(sa.select(User.id).where(User.email == address)):
        raise Invalid(TAKEN, field="email", email=address)
    return address


def checked_address(email: str) -> str:
    """Trimmed and in small letters. Raises Invalid when it is no e-mail address."""
    address = email.strip().lower()
    name, at, host = address.partition("@")
    if not (
        name and at and "." in f"{host}." and host and " " not in address and "@" not in host and len(address) <= 254
    ):
        raise Invalid(NO_EMAIL, field="email")
    return address


def checked_name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= MAX_NAME:
        raise Invalid(NO_NAME, field="name", limit=MAX_NAME)
    return trimmed
