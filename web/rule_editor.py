"""What the sentence editor draws: a line for the trigger, the conditions, a line for each action."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automations.actions import actions
from automations.rules import Section, hole
from automations.sentences import PIECE, passages
from automations.triggers import triggers
from engine.text import Text
from web.choices import Choice
from web.control import Errors, label_of
from web.controls import controls
from web.filter_form import Group, Pen, draw_tree
from web.rule_form import ACTIONS, CONDITION, NOTHING, TRIGGER, Desk, Rule, is_unfinished, path_of, problems

A_TRIGGER = Text("something happens", "quelque chose se passe")
AN_ACTION = Text("do something", "faire quelque chose")
ANOTHER_ACTION = Text("do something else", "faire autre chose")
A_CONDITION = Text("a condition", "une condition")
UNKNOWN = Text("{type} (no longer there)", "{type} (n’existe plus)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the sentence, or a slot: `drawn` is what its control gives to its partial."""

    text: str
    kind: str = ""
    name: str = ""
    drawn: Any = None
    error: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The trigger or an action. `kept` holds the settings of a type that no plug-in has any more."""

    name: str
    types: Sequence[Choice]
    pieces: Sequence[Piece] = ()
    error: str = ""
    kept: str = ""

    @property
    def type(self) -> str:
        return next((choice.value for choice in self.types if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class Editor:
    """The whole sentence. `more` is the empty line that adds an action; `focus` the id of the control to go on with."""

    trigger: Line
    condition: Group
    actions: Sequence[Line]
    more: Line
    error: str
    count: int
    rule: str
    focus: str = ""
    warnings: Sequence[str] = ()


def draw_rule(rule: Rule, desk: Desk, *, strict: bool = False, focus: str = "", warnings: Sequence[str] = ()) -> Editor:
    """`strict` shows what is missing too: the rule is to be stored."""
    context = desk.places.context
    found = [error for error in problems(rule, desk) if strict or not is_unfinished(rule, error)]
    errors: dict[str, str] = {}
    for error in found:
        errors.setdefault(error.field or "", error.say(context.language))
    lines = [
        draw_line(settings, f"{ACTIONS}.{place}", actions, desk, errors) for place, settings in enumerate(rule[ACTIONS])
    ]
    return Editor(
        draw_line(rule[TRIGGER], TRIGGER, triggers, desk, errors),
        draw_tree(Pen(desk.board, context, errors=errors), rule.get(CONDITION), CONDITION),
        lines,
        Line(f"{ACTIONS}.{len(lines)}", types(actions, "", ANOTHER_ACTION if lines else AN_ACTION, desk)),
        errors.get(ACTIONS, ""),
        len(found),
        json.dumps(rule, ensure_ascii=False, indent=2),
        focus,
        warnings,
    )


def draw_line(settings: Mapping[str, Any], name: str, registry: Mapping[str, Any], desk: Desk, errors: Errors) -> Line:
    kind = str(settings.get("type", ""))
    choices = types(registry, kind, A_TRIGGER if name == TRIGGER else AN_ACTION, desk)
    if kind not in registry:
        return Line(
            name, choices, error=errors.get(f"{name}.type", ""), kept=json.dumps(dict(settings)) if kind else ""
        )
    own = {key: value for key, value in settings.items() if key != "type"}
    pieces = [*draw_pieces(Section(registry[kind], own, path_of(name), NOTHING), desk, errors)]
    told = tuple(piece.name for piece in pieces if piece.kind)
    others = [text for path, text in errors.items() if path.startswith(f"{name}.") and not path.startswith(told)]
    return Line(name, choices, pieces, others[0] if others else "")


def types(registry: Mapping[str, Any], kind: str, empty: Text, desk: Desk) -> list[Choice]:
    """The select of a line's type."""
    language = desk.places.context.language
    known = [Choice(name, plugin.label.say(language), name == kind) for name, plugin in registry.items()]
    gone = [Choice(kind, UNKNOWN.say(language, type=kind), chosen=True)] if kind and kind not in registry else []
    return [Choice("", f"{empty.say(language)}…", not kind), *known, *gone]


def draw_pieces(one: Section, desk: Desk, errors: Errors) -> Iterator[Piece]:
    for text in passages(one, desk.places, blanks=True):
        for place, piece in enumerate(PIECE.split(text)):
            if place % 2:
                yield draw_slot(one, piece, desk, errors)
            elif piece:
                yield Piece(piece)


def draw_slot(one: Section, key: str, desk: Desk, errors: Errors) -> Piece:
    kind, at = hole(desk.board, one, desk.places, key)
    name, control = ".".join(map(str, at.path)), controls[kind]
    under = [text for path, text in errors.items() if path == name or path.startswith(f"{name}.")]
    error = under[0] if under and not control.tells else ""
    return Piece(label_of(at), kind, name, control.draw(at, errors), error, long=at.node.get("maxLength", 0) > 200)
