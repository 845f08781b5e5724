"""Whom a rule tells: a setting of the "people" slot, made into members."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from automations.action import Subject
from automations.slot import listed
from engine.context import Context
from engine.text import Language


def people_of(people: Mapping[str, Any], subject: Subject, context: Context) -> tuple[int, ...]:
    """User ids without repetition. The context's user is the rule's owner."""
    if "column" in people:
        found = subject.values.get(subject.board.column(people["column"]).key) or []
    elif "users" in people:
        found = people["users"]
    elif "addresses" in people:
        wanted = {address.strip().lower() for address in people["addresses"]}
        found = [person.id for person in context.people.values() if person.email in wanted]
    else:
        found = [context.user_id]
    return tuple(dict.fromkeys(found))


def named(user_ids: Sequence[int], context: Context) -> str:
    return listed(
        [context.people[one].name if one in context.people else f"#{one}" for one in user_ids], context.language
    )


def in_language(context: Context, language: Language) -> Context:
    return replace(context, language=language)
