"""The context in which an actor reads and writes values."""

from sqlalchemy.orm import Session

from engine.context import Context
from engine.moment import now
from engine.permissions import Actor
from engine.queries.people import LazyPeople
from engine.zones import zone_of


def context_for(session: Session, actor: Actor) -> Context:
    zone = zone_of(actor.zone)
    people = LazyPeople(session, actor)
    return Context(actor.language, now().astimezone(zone).date(), actor.user_id, people, zone)
