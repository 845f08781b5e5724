"""Answers to requests that were sent twice: kept in the transaction of the write, given again within 24 hours."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.errors import Invalid
from engine.models import IdempotencyKey
from engine.moment import now
from engine.text import Text

KEPT_FOR = timedelta(hours=24)
SWEEP_ONE_IN = 500
"""New keys, until the old ones are thrown away again: nothing else has to remember to do it."""
OTHER_REQUEST = Text(
    "This key was used already, for another request. Use a new key for each thing that you want done.",
    "Cette clé a déjà servi, pour une autre demande. Utilisez une nouvelle clé pour chaque opération voulue.",
)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time: an HTTP status and the text of the answer."""

    status: int
    text: str


def claim_answer(session: Session, scope: str, key: str, request_hash: str) -> Answer | None:
    """The answer to give again, or None: then the caller does the work and calls `keep_answer`.

    `scope` is who asks and where. Of two at once the second waits here for the first. Raises Invalid when the key came
    with another request.
    """
    values = {
        "principal": scope,
        "key": key,
        "request_hash": request_hash,
        "status": 0,
        "answer": "",
        "created_at": now(),
    }
    insert = INSERTS[dialect_of(session)](IdempotencyKey).values(values).on_conflict_do_nothing()
    if session.execute(insert.returning(IdempotencyKey.key)).first():
        if secrets.randbelow(SWEEP_ONE_IN) == 0:
            forget_answers(session)
        return None
    kept = session.get_one(IdempotencyKey, (key, scope), with_for_update=True)
    if kept.created_at < now() - KEPT_FOR:
        session.execute(sa.update(IdempotencyKey).where(mine(scope, key)).values(values))
        return None
    if kept.request_hash != request_hash:
        raise Invalid(OTHER_REQUEST, field="Idempotency-Key")
    return Answer(kept.status, kept.answer)


def keep_answer(session: Session, scope: str, key: str, answer: Answer) -> None:
    """Under a claimed key, in the transaction of the work itself."""
    session.execute(sa.update(IdempotencyKey).where(mine(scope, key)).values(status=answer.status, answer=answer.text))


def forget_answers(session: Session) -> None:
    """Drop what is too old to be given again."""
    session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT_FOR))


def mine(scope: str, key: str) -> sa.ColumnElement[bool]:
    return sa.and_(IdempotencyKey.key == key, IdempotencyKey.principal == scope)
