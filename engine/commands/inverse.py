"""The contract of an inverse: what takes back the events of one kind. One file in `inverses/` adds some."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.context import Context
from engine.events import EventKind
from engine.models import Event
from engine.permissions import Actor, RuleActor
from engine.queries.boards import board as load_board
from engine.queries.items import names_of
from engine.schema.compiled import CompiledBoard
from engine.text import Language, Text

ASKED_WHO = 500
"""For so many things left as they are it is looked up who changed them."""
SOMEBODY = Text("somebody", "quelqu’un")
A_RULE = Text("an automation", "une automatisation")
YOU = Text("you", "vous")


class Reason(NamedTuple):
    """Why something stays as it is: the sentence for one thing, called `{name}`, and for `{count}` of them."""

    one: Text
    many: Text


@dataclass(frozen=True, slots=True)
class Left:
    """Something that could not be put back."""

    reason: Reason
    params: Mapping[str, object]
    item_id: int | None = None
    key: str | None = None

    def say(self, language: Language) -> str:
        return self.reason.one.say(language, **self.params)


@dataclass(slots=True)
class Undoing:
    """A step while it is taken back: `seq` is its last event, `items` and `columns` what was put back so far."""

    session: Session
    actor: Actor
    board: CompiledBoard
    context: Context
    seq: int
    items: dict[int, None] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    structure: bool = False
    """Something that is not only items."""

    def put_back(self, item_ids: Sequence[int], columns: Sequence[str] = ()) -> None:
        self.items.update(dict.fromkeys(item_ids))
        self.columns.update(dict.fromkeys(columns))

    def leave(self, reason: Reason, *, item_id: int | None = None, key: str | None = None, **params: object) -> None:
        self.left.append(Left(reason, params, item_id, key))

    def refresh(self) -> None:
        """After the board's document was changed."""
        self.board = load_board(self.session, self.actor, self.board.id)

    def names(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Also of items in the trash."""
        return names_of(self.session, self.board, list(item_ids)[:ASKED_WHO])

    def later_events(self, item_ids: Sequence[int]) -> Sequence[Event]:
        """What became of these items after the step, in order."""
        statement = sa.select(Event).where(
            Event.board_id == self.board.id, Event.item_id.in_(list(item_ids)[:ASKED_WHO]), Event.seq > self.seq
        )
        return self.session.scalars(statement.order_by(Event.seq)).all()

    def author(self, event: Event | None) -> object:
        """By whom something was changed since, as a sentence says it."""
        if event is None:
            return SOMEBODY
        if event.actor_kind == RuleActor.kind:
            return A_RULE
        person = self.context.people.get(event.user_id or 0)
        return YOU if event.user_id == self.actor.user_id else person.name if person else SOMEBODY


Inverse = Callable[[Undoing, Sequence[Event]], None]
"""Takes back events of its kind, the newest first, that stand together in a step."""
inverses: dict[EventKind, Inverse] = {}


def takes_back(*kinds: EventKind) -> Callable[[Inverse], Inverse]:
    def registered(inverse: Inverse) -> Inverse:
        inverses.update(dict.fromkeys(kinds, inverse))
        return inverse

    return registered
