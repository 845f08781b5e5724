"""The events of a board, in order and without gaps: what a program reads to keep up."""

from typing import Annotated, Any

from engine.models import Event as BoardEvent
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.history import events
from engine.session import Session
from engine.text import Text
from web.api.routing import reads
from web.api.shapes import Limit, Moment, Shown, Taken, told
from web.request import LARGEST_ID


class Doer(Shown):
    kind: Annotated[str, told("`user`, `token` or `rule`", "`user`, `token` ou `rule`")]
    id: int | None


class Event(Shown):
    seq: int
    kind: str
    item: int | None
    item_version: int | None
    actor: Doer
    user: int | None
    depth: Annotated[int, told("How many automations led here", "Combien d’automatisations y ont mené")]
    payload: dict[str, Any]
    created_at: Moment


class Events(Shown):
    events: list[Event]
    after: Annotated[int, told("For the next request", "Pour la demande suivante")]


class Since(Taken):
    after: Annotated[int, told("`seq` of the last one known", "`seq` du dernier connu", ge=0, le=LARGEST_ID)] = 0
    limit: Limit = 100


@reads("/boards/{board_id:int}/events", Text("Read what happened after an event", "Lire ce qui a suivi un événement"))
def listing(session: Session, actor: Actor, board_id: int, asked: Since) -> Events:
    found = events(session, load_board(session, actor, board_id), asked.after, asked.limit)
    return Events(events=[shown_event(one) for one in found], after=found[-1].seq if found else asked.after)


def shown_event(one: BoardEvent) -> Event:
    return Event(
        seq=one.seq,
        kind=one.kind,
        item=one.item_id,
        item_version=one.item_version,
        actor=Doer(kind=one.actor_kind, id=one.actor_id),
        user=one.user_id,
        depth=one.depth,
        payload=one.payload,
        created_at=to_iso(one.created_at),
    )


routes = [listing]
