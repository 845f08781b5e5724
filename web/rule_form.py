"""A rule as the form of the sentence editor, and back: what is drawn and read again is the same rule.

The controls are named by the paths in the rule: `trigger.type`, `trigger.filter.0.op`, `actions.1.message`. A draft is a
rule that may be incomplete: a type that is not chosen yet, settings that are missing, typed text that cannot be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from automations.actions import actions
from automations.rules import (
    MISSING as NOT_FILLED,
)
from automations.rules import (
    Section,
    check_parts,
    check_shape,
    hole,
    holes,
    read_condition,
    refusal,
    section,
)
from automations.slot import Hole, Places
from automations.slots import slots
from automations.triggers import triggers
from engine.errors import Invalid
from engine.schema.compiled import CompiledBoard
from engine.text import Text
from web.controls import controls
from web.filter_fields import places as numbers
from web.filter_fields import read_tree
from web.operand import MISSING
from web.request import Form, number

Rule = dict[str, Any]
TRIGGER, CONDITION, ACTIONS = "trigger", "condition", "actions"
NOTHING = Text("", "")
CHOOSE_TRIGGER = Text("Choose when the rule acts.", "Choisissez quand la règle agit.")
CHOOSE_ACTION = Text("Choose what the rule does.", "Choisissez ce que fait la règle.")
CHOOSE_VALUE = Text("choose what {column} is set to.", "choisissez à quoi mettre {column}.")


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading and drawing a rule needs: its board, and what it may name."""

    board: CompiledBoard
    places: Places


def read_rule(fields: Form, desk: Desk) -> Rule:
    """The draft that the form holds, with what its buttons ask for (`remove`, `up`, `down`) done."""
    rule: Rule = {TRIGGER: read_settings(fields, TRIGGER, triggers, desk)}
    if condition := read_tree(fields, CONDITION, desk.board, desk.places.context):
        rule[CONDITION] = condition
    rule[ACTIONS] = [
        settings for place in order(fields) if (settings := read_settings(fields, f"{ACTIONS}.{place}", actions, desk))
    ]
    return rule


def order(fields: Form) -> list[int]:
    """The numbers of the actions as they are to stand: one taken away, or exchanged with its neighbour."""
    stay = [place for place in numbers(fields, ACTIONS) if fields.get("remove") != f"{ACTIONS}.{place}"]
    for verb, step in (("up", -1), ("down", 1)):
        name, _, last = fields.get(verb, "").rpartition(".")
        if name == ACTIONS and (place := number(last)) in stay:
            at = stay.index(place)
            if 0 <= at + step < len(stay):
                stay[at], stay[at + step] = stay[at + step], stay[at]
    return stay


def read_settings(fields: Form, name: str, registry: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """The settings of a trigger or action; empty until its type is chosen, as stored when no plug-in has the type."""
    kind = fields.get(f"{name}.type", "")
    plugin = registry.get(kind)
    if plugin is None:
        return kept(fields.get(f"{name}.kept", "")) if kind else {}
    settings: dict[str, Any] = {}
    for key in plugin.settings_schema["properties"]:
        slot, at = hole(desk.board, Section(plugin, settings, path_of(name), NOTHING), desk.places, key)
        value = controls[slot].read(fields, at)
        if value is not MISSING:
            settings[key] = value
    return {"type": kind, **settings}


def kept(text: str) -> dict[str, Any]:
    try:
        settings = json.loads(text)
    except ValueError:
        return {}
    return settings if isinstance(settings, dict) else {}


def path_of(name: str) -> tuple[str | int, ...]:
    return tuple(step if (place := number(step)) is None else place for step in name.split("."))


def problems(rule: Rule, desk: Desk) -> list[Invalid]:
    """Everything that keeps the rule from being stored, where `check_rule` stops at the first."""
    found = [
        error for settings, name, registry in parts(rule) for error in section_problems(settings, name, registry, desk)
    ]
    if rule.get(CONDITION):
        found += refused(lambda: read_condition(desk.board, rule[CONDITION], desk.places))
    return found or refused(lambda: check_parts(rule))


def parts(rule: Rule) -> Iterator[tuple[dict[str, Any], str, Mapping[str, Any]]]:
    """The settings of the trigger and of each action, their name in the form, the plug-ins they may be of."""
    yield rule[TRIGGER], TRIGGER, triggers
    for place, settings in enumerate(rule[ACTIONS]):
        yield settings, f"{ACTIONS}.{place}", actions


def section_problems(settings: dict[str, Any], name: str, registry: Mapping[str, Any], desk: Desk) -> list[Invalid]:
    path = path_of(name)
    if not settings:
        return [Invalid(CHOOSE_TRIGGER if name == TRIGGER else CHOOSE_ACTION, field=f"{name}.type")]
    if settings["type"] not in registry:
        return refused(lambda: section(path[-1], settings, registry))
    one = section(path[-1], settings, registry)
    missing = [key for key in one.plugin.settings_schema.get("required", ()) if key not in one.settings]
    if missing:
        return [refusal(one, NOT_FILLED, key, ()) for key in missing]
    return refused(lambda: check_shape(one)) or [
        error for kind, at in holes(desk.board, one, desk.places) for error in hole_problems(kind, at)
    ]


def hole_problems(kind: str, at: Hole) -> list[Invalid]:
    gaps = [
        at.refusal(CHOOSE_VALUE, key, column=at.column(key, key).label(at.language)) for key in controls[kind].gaps(at)
    ]
    return gaps or refused(lambda: slots[kind].read(at))


def refused(check: Any) -> list[Invalid]:
    try:
        check()
    except Invalid as error:
        return [error]
    return []


def is_unfinished(rule: Rule, error: Invalid) -> bool:
    """Whether the error is only about something that waits to be filled in: no reproach while a rule is being written."""
    node = node_at(rule, path_of(error.field or ""))
    waits = isinstance(node, Mapping) and "column" in node and "op" in node and "value" not in node
    return waits or node in (None, "", [], {})


def node_at(node: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at the path; None when nothing does."""
    for step in path:
        if isinstance(node, Mapping):
            node = node.get(str(step))
        else:
            node = node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None
    return node
