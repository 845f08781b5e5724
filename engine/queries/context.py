"""The context in which an actor reads and writes values."""

from sqlalchemy.orm import Session

from engine.context import Context
from engine.moment import now
from engine.permissions import Actor
from engine.queries.people import LazyPeople


def context_for(session: Session, actor: Actor) -> Context:
    return Context(actor.language, now().date(), actor.user_id, LazyPeople(session, actor))
