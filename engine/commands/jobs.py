"""Jobs: create, cancel, and carry out. The database holds the queue; whoever calls `work` needs only a job's id."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.db import Database, dialect_of
from engine.errors import EngineError, Forbidden
from engine.job import JobKind
from engine.jobs import job_kinds
from engine.models import Job
from engine.permissions import Actor, require
from engine.queries.jobs import is_free, starter
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.servertime import server_time
from engine.text import Text

LEASE_SECONDS = 60
MAX_ATTEMPTS = 3
SECONDS_BETWEEN_STEPS = 0.25

UNEXPECTED = Text(
    "Something went wrong on our side; nothing was changed. Try again, and tell an administrator if it stays so.",
    "Un problème est survenu de notre côté ; rien n’a été modifié. Réessayez, et prévenez un administrateur s’il persiste.",
)
PARTLY = Text(
    "Something went wrong on our side after {done} of {total} items; these are changed, the others are not.",
    "Un problème est survenu de notre côté après {done} éléments sur {total} ; ceux-ci sont modifiés, les autres non.",
)
GAVE_UP = Text(
    "It stopped {count} times without reaching its end; nothing was changed. Try with a smaller file.",
    "Le travail s’est arrêté {count} fois sans aboutir ; rien n’a été modifié. Essayez avec un fichier plus petit.",
)
NO_STARTER = Text(
    "The person who started this is no longer a member of the workspace.",
    "La personne qui a lancé ce travail n’est plus membre de l’espace.",
)
logger = logging.getLogger(__name__)


class JobStoppedError(Exception):
    """The job was cancelled, or is another worker's now."""


def create_job(
    session: Session, actor: Actor, kind: str, board: CompiledBoard | None, settings: Mapping[str, Any]
) -> Job:
    """Queue it; a worker finds it after the commit."""
    require(actor, job_kinds[kind].permission, board)
    board_id = None if board is None else board.id
    created = Job(
        kind=kind, workspace_id=actor.workspace_id, user_id=actor.user_id, board_id=board_id, settings=dict(settings)
    )
    session.add(created)
    session.flush()
    return created


def cancel_job(session: Session, actor: Actor, job_id: int) -> Job:
    """What has not begun never will; what runs stops before it takes effect. What has ended stays as it is."""
    found = load_job(session, actor, job_id)
    require(actor, job_kinds[found.kind].permission)
    waiting = sa.update(Job).where(Job.id == job_id, Job.state == "waiting").values(state="cancelled")
    running = sa.update(Job).where(Job.id == job_id, Job.state == "running").values(state="cancelling")
    if not changed(session, waiting):
        changed(session, running)
    session.refresh(found)
    return found


def work(db: Database, job_id: int) -> None:
    """Carry the job out, to its result or its error. Safe to call twice, by two workers, after any crash."""
    claimed = claim(db, job_id)
    if claimed is None:
        return
    kind, progress = job_kinds[claimed.kind], Running(db, claimed)
    try:
        carry_out(db, kind, claimed, progress)
        kind.clean_up(db, claimed)
    except JobStoppedError:
        progress.end("cancelled", only_from=("cancelling",))
    except EngineError as error:
        progress.end("failed", error=error)
    except OperationalError:
        logger.warning("job %s: the database was not available, it will be repeated", job_id, exc_info=True)
        return
    except Exception:
        logger.exception("job %s failed", job_id)
        progress.end("failed", error=progress.unexpected())


def claim(db: Database, job_id: int) -> Job | None:
    """Take the lease of a job that waits, or whose worker has died; None when it is not to be had."""
    with db.write() as session:
        found = session.scalar(sa.select(Job).where(Job.id == job_id, is_free(dialect_of(session))).with_for_update())
        if found is None:
            return None
        found.state = "cancelling" if found.state == "cancelling" else "running"
        found.result = {**found.result, "attempts": found.result.get("attempts", 0) + 1}
        session.flush()
        lease = sa.update(Job).where(Job.id == job_id).values(lease_until=server_time(session, LEASE_SECONDS))
        session.execute(lease)
        session.refresh(found)
        return found


def carry_out(db: Database, kind: JobKind, job: Job, progress: "Running") -> None:
    if job.state == "cancelling":
        raise JobStoppedError
    if job.result["attempts"] > MAX_ATTEMPTS:
        raise EngineError(GAVE_UP, count=MAX_ATTEMPTS)
    with db.read() as session:
        actor = starter(session, job)
    if actor is None:
        raise Forbidden(NO_STARTER)
    kind.run(db, job, actor, progress)
    progress.end("done", only_from=("running",))


class Running:
    """A job's progress. Its lease is also its claim: who has lost it can no longer write."""

    def __init__(self, db: Database, job: Job) -> None:
        self.db, self.job_id, self.lease_until = db, job.id, job.lease_until
        self.result: dict[str, Any] = {key: value for key, value in job.result.items() if key != "attempts"}
        self.stepped = 0.0

    def step(self, done: int, total: int) -> None:
        """At most four times a second, so that progress costs nothing."""
        if monotonic() - self.stepped > SECONDS_BETWEEN_STEPS:
            self.renew(LEASE_SECONDS, {"done": done, "total": total})
            self.stepped = monotonic()

    def renew(self, seconds: int, values: Mapping[str, Any]) -> None:
        """In a transaction of its own, which others see at once."""
        with self.db.write() as session:
            until = self.hold(session, {**values, "lease_until": server_time(session, seconds)})
        self.lease_until = until

    @contextmanager
    def writing(self, seconds: int) -> Iterator[Session]:
        self.renew(seconds, {})
        with self.db.write() as session:
            self.hold(session, {"lease_until": self.lease_until})
            yield session
            ended = {"state": "done", "result": self.result, "done": Job.total, "lease_until": None}
            session.execute(sa.update(Job).where(Job.id == self.job_id).values(ended))

    @contextmanager
    def part(self, done: int, total: int) -> Iterator[Session]:
        with self.db.write() as session:
            until = self.hold(session, {"lease_until": server_time(session, LEASE_SECONDS)})
            yield session
            come = {"done": done, "total": total, "result": self.result}
            session.execute(sa.update(Job).where(Job.id == self.job_id).values(come))
        self.lease_until = until

    def hold(self, session: Session, values: Mapping[str, Any]) -> datetime | None:
        """Lock the job; returns until when. Raises JobStoppedError unless it still runs and is still ours."""
        mine = sa.and_(Job.id == self.job_id, Job.state == "running", Job.lease_until == self.lease_until)
        held = session.execute(sa.update(Job).where(mine).values(values).returning(Job.lease_until)).first()
        if held is None:
            raise JobStoppedError
        until: datetime | None = held.lease_until
        return until

    def unexpected(self) -> EngineError:
        """What to say of an error of ours."""
        with self.db.read() as session:
            job = session.get_one(Job, self.job_id)
        parts = "step" in job.result
        return EngineError(PARTLY, done=job.done, total=job.total) if parts else EngineError(UNEXPECTED)

    def end(
        self, state: str, *, error: EngineError | None = None, only_from: tuple[str, ...] = ("running", "cancelling")
    ) -> None:
        """Unless it has ended already, or is another worker's."""
        told = None if error is None else {"en": error.say("en"), "fr": error.say("fr")}
        values = {"state": state, "error": told, "result": self.result, "lease_until": None}
        with self.db.write() as session:
            mine = sa.and_(Job.id == self.job_id, Job.state.in_(only_from), Job.lease_until == self.lease_until)
            session.execute(sa.update(Job).where(mine).values(values))


def changed(session: Session, statement: sa.Update) -> bool:
    return session.scalar(statement.returning(Job.id)) is not None
