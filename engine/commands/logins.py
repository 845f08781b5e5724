"""Browser sessions and API tokens: begin, end, and slow down whoever guesses passwords."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import EngineError, NotFound
from engine.models import Login, LoginFailure, Token
from engine.moment import now
from engine.permissions import Actor
from engine.secret import digest, new_secret
from engine.text import Text
from engine.titles import checked_title

LASTS = timedelta(hours=12)
MEMORY = timedelta(hours=1)
FREE = {"account": 5, "address": 30}
"""Wrong passwords within MEMORY that cost nothing; each further one doubles the wait, up to LONGEST seconds."""
LONGEST = 60
TOKEN_PREFIX = "rouage_"  # noqa: S105 - what people recognise a token by, not a secret
HINT = 12
MAX_TITLE = 80
NO_TITLE = Text(
    "Say in at most {limit} characters what the token is for.",
    "Dites en au plus {limit} caractères à quoi sert le jeton.",
)


class TooSoon(EngineError):
    """Too many wrong passwords lately: the next one is looked at in `seconds`."""

    status = 429
    code = "too_soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Text(
                "Too many attempts. Wait {seconds} seconds, then try again.",
                "Trop de tentatives. Attendez {seconds} secondes, puis réessayez.",
            ),
            field="password",
            seconds=seconds,
        )
        self.seconds = seconds

    def details(self) -> Mapping[str, object]:
        return {"retry_after": self.seconds}


def begin_attempt(session: Session, email: str, address: str) -> list[int]:
    """Count an attempt before its password is looked at, so that a thousand at once gain nothing.

    Raises TooSoon while the account or the address has to wait. The ids go to `log_in` when the password was right.
    """
    moment = now()
    session.execute(sa.delete(LoginFailure).where(LoginFailure.created_at < moment - MEMORY))
    subjects = {"account": f"account:{digest(email.strip().lower())}", "address": f"address:{address}"}
    for kind, subject in subjects.items():
        counted = sa.select(sa.func.count(), sa.func.max(LoginFailure.created_at, type_=LoginFailure.created_at.type))
        count, latest = session.execute(counted.where(LoginFailure.subject == subject)).one()
        wait = min(LONGEST, 2 ** min(count - FREE[kind], 10)) if count >= FREE[kind] else 0
        elapsed = (moment - latest).total_seconds() if count else LONGEST
        if elapsed < wait:
            raise TooSoon(max(1, round(wait - elapsed)))
    attempts = [LoginFailure(subject=subject, created_at=moment) for subject in subjects.values()]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def log_in(session: Session, user_id: int, attempts: list[int] | None = None, replaces: str | None = None) -> str:
    """A new secret for the browser's cookie; the session that the browser had before ends."""
    moment = now()
    session.execute(sa.delete(LoginFailure).where(LoginFailure.id.in_(attempts or [])))
    session.execute(sa.delete(Login).where(Login.expires_at < moment))
    if replaces:
        log_out(session, replaces)
    secret = new_secret()
    session.add(Login(token_hash=digest(secret), user_id=user_id, csrf_token=new_secret(), expires_at=moment + LASTS))
    return secret


def log_out(session: Session, secret: str) -> None:
    session.execute(sa.delete(Login).where(Login.token_hash == digest(secret)))


def create_token(session: Session, actor: Actor, title: str) -> str:
    """An API token with the actor's own rights; this is the only time that it can be read."""
    title = checked_title(title, NO_TITLE, MAX_TITLE)
    secret = TOKEN_PREFIX + new_secret()
    session.add(
        Token(
            token_hash=digest(secret),
            hint=secret[:HINT],
            user_id=actor.user_id,
            workspace_id=actor.workspace_id,
            title=title,
        )
    )
    return secret


def revoke_token(session: Session, actor: Actor, token_id: int) -> None:
    """The actor's own token stops working at once."""
    mine = sa.and_(Token.id == token_id, Token.user_id == actor.user_id, Token.revoked_at.is_(None))
    if not session.execute(sa.update(Token).where(mine).values(revoked_at=now()).returning(Token.id)).first():
        raise NotFound
