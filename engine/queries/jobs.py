"""Jobs as their workspace sees them, and the queue as workers see it."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.db import dialect_of
from engine.errors import NotFound
from engine.models import Job, Member, User, table_of
from engine.permissions import Actor, Role
from engine.queries.access import about_seen
from engine.servertime import is_over
from engine.text import Language, Text

LIMIT = 200
LONGEST_LEASE = 3600
"""Seconds, more than any job asks for at once."""
JOBS = table_of(Job)

GONE = Text("This job does not exist, or is not yours.", "Ce travail n’existe pas, ou n’est pas le vôtre.")


def job(session: Session, actor: Actor, job_id: int) -> Job:
    """Raises NotFound unless the actor's user started it, on a board that they still see."""
    mine = (Job.workspace_id == actor.workspace_id, Job.user_id == actor.user_id, about_seen(actor, Job.board_id))
    found = session.scalar(sa.select(Job).where(Job.id == job_id, *mine))
    if found is None:
        raise NotFound(GONE)
    return found


def going_jobs(session: Session, actor: Actor, board_id: int, kinds: Collection[str]) -> Sequence[Job]:
    """Jobs of these kinds that the actor's user has started on the board and that have not ended, the last one first."""
    mine = (Job.user_id == actor.user_id, Job.board_id == board_id, Job.kind.in_(kinds))
    going = Job.state.in_(("waiting", "running", "cancelling"))
    return session.scalars(sa.select(Job).where(*mine, going).order_by(Job.id.desc())).all()


def waiting_jobs(session: Session) -> Sequence[int]:
    """Ids of the jobs that a worker should carry out."""
    return session.scalars(select_waiting_jobs(dialect_of(session))).all()


@lru_cache
def select_waiting_jobs(dialect: str) -> sa.Select[int]:
    return sa.select(JOBS.c.id).where(is_free(dialect)).order_by(JOBS.c.id).limit(LIMIT)


def is_free(dialect: str) -> sa.ColumnElement[bool]:
    """It waits, or its worker has died."""
    over = is_over(JOBS.c.lease_until, LONGEST_LEASE, dialect)
    abandoned = sa.and_(JOBS.c.state.in_(("running", "cancelling")), over)
    return sa.or_(JOBS.c.state == "waiting", abandoned)


def starter(session: Session, job: Job) -> Actor | None:
    """The person who started the job, with the rights that they have now; None when they have left."""
    statement = (
        sa.select(Member.role, User.language, User.zone)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == job.workspace_id, Member.user_id == job.user_id, User.disabled_at.is_(None))
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    language: Language = "fr" if found.language == "fr" else "en"
    return Actor(
        workspace_id=job.workspace_id,
        user_id=job.user_id,
        role=Role(found.role),
        language=language,
        zone=found.zone,
    )
