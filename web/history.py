"""What happened to an item, in words: who, when, from what to what, and which automation, set off by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from automations.places import places_for
from automations.sentences import plain_sentence
from engine.context import Person
from engine.errors import Invalid, NotFound
from engine.events import sentence_of
from engine.models import Event
from engine.permissions import RuleActor
from engine.queries.automations import names_hidden, rules_by_id
from engine.queries.groups import all_groups
from engine.queries.history import causes, history
from engine.text import Text
from web.event_changes import Change, changes_of
from web.opening import Opened

A_RULE = Text("An automation", "Une automatisation")
SOMEBODY = Text("Somebody", "Quelqu’un")


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `rule` is the sentence of the automation that acted, `cause` what set it off."""

    at: datetime
    who: str
    person: Person | None
    verb: str
    changes: Sequence[Change]
    rule: str = ""
    rule_path: str = ""
    cause: str = ""


def lines(at: Opened, item_id: int) -> list[Line]:
    """Newest first."""
    return drawn(at, history(at.session, at.board, item_id))


def drawn(at: Opened, found: Sequence[Event]) -> list[Line]:
    by_id = causes(at.session, at.board, found)
    rules = said_rules(at, [event.actor_id for event in found if event.actor_kind == RuleActor.kind and event.actor_id])
    titles = {group.id: group.title for group in all_groups(at.session, at.board)}
    return [line(at, event, rules, by_id, titles) for event in found]


def line(
    at: Opened,
    event: Event,
    rules: Mapping[int, tuple[str, str]],
    by_id: Mapping[int, Event],
    titles: Mapping[int, str],
) -> Line:
    person = at.context.people.get(event.user_id or 0)
    verb, changes = sentence_of(event.kind, event.payload).say(at.context.language), changes_of(at, event, titles)
    if event.actor_kind != RuleActor.kind:
        return Line(event.created_at, name_of(at, person), person, verb, changes)
    sentence, path = rules.get(event.actor_id or 0, ("", ""))
    cause = by_id.get(event.cause_id or 0)
    who = A_RULE.say(at.context.language)
    return Line(
        event.created_at, who, None, verb, changes, sentence, path, said_cause(at, cause, titles) if cause else ""
    )


def said_cause(at: Opened, cause: Event, titles: Mapping[int, str]) -> str:
    """`Alice Martin changed Quantity: 12 → 3`."""
    rule = cause.actor_kind == RuleActor.kind
    who = A_RULE.say(at.context.language) if rule else name_of(at, at.context.people.get(cause.user_id or 0))
    changes = ", ".join(
        f"{one.label} {one.before or '—'} → {one.after or '—'}" for one in changes_of(at, cause, titles)
    )
    return f"{who} {sentence_of(cause.kind, cause.payload).say(at.context.language)} {changes}".strip()


def name_of(at: Opened, person: Person | None) -> str:
    return person.name if person else SOMEBODY.say(at.context.language)


def said_rules(at: Opened, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Sentence and page of each automation; rules of boards that the reader may not see stay unnamed."""
    if not ids:
        return {}
    places, said = places_for(at.session, at.actor), {}
    for rule_id, (board_id, rule) in rules_by_id(at.session, at.actor, set(ids)).items():
        try:
            board = places.boards[board_id]
            sentence = "" if names_hidden(board, rule) else plain_sentence(rule, board, places, at.context.language)
        except (Invalid, NotFound):
            continue
        said[rule_id] = (sentence, f"/b/{board_id}/automations/{rule_id}")
    return said
