"""The contract of a job: work too long for a request. One file in `jobs/` adds a kind."""

from contextlib import AbstractContextManager
from dataclasses import fields
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from engine.db import Database
from engine.models import Job
from engine.permissions import Actor, JobActor, Permission
from engine.registry import Plugin
from engine.text import Text


class Progress(Protocol):
    """How a running job tells where it is, and hears that it was cancelled."""

    def step(self, done: int, total: int) -> None:
        """Write the progress, in a transaction of its own. Raises an error that `run` must let pass when it is cancelled."""

    def writing(self, seconds: int) -> AbstractContextManager[Session]:
        """The one transaction in which the job takes effect, and ends: both are committed, or neither.

        `seconds` is how long it may take before another worker thinks that this one is dead. What `result` holds at
        its end is kept with the job.
        """

    def part(self, done: int, total: int) -> AbstractContextManager[Session]:
        """One of many transactions in which the job takes effect bit by bit, so that others write in between.

        `done` is how far it has come at its end, which is committed with it: a run that dies goes on from `job.done`,
        and knows of `job.result` what `result` held then.
        """

    result: dict[str, Any]


class JobKind(Plugin, root=True):
    """`permission` is what one needs to start such a job; it runs with its starter's rights at the time it runs.

    A run that dies is repeated from its beginning, or goes on behind its last part: nothing may be written outside
    `progress.writing` and `progress.part`.
    """

    label: ClassVar[Text]
    permission: ClassVar[Permission]

    def run(self, db: Database, job: Job, actor: Actor, progress: Progress) -> None:
        """Do it. Raises EngineError with a sentence for the person who started it."""
        raise NotImplementedError

    def clean_up(self, db: Database, job: Job) -> None:
        """After it has taken effect: throw away what only the job needed."""


def as_job(actor: Actor, job: Job) -> JobActor:
    """Who does what a job does bit by bit, as a step of the login that `settings["login"]` names."""
    known = {one.name: getattr(actor, one.name) for one in fields(Actor)}
    return JobActor(**{**known, "login_id": job.settings["login"], "job_id": job.id})
