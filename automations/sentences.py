"""A rule as a sentence in both languages: a list of parts that together hold the whole rule."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from automations.rules import Section, condition_hole, hole, sections
from automations.slot import Hole, Part, Places, Rule
from automations.slots import slots
from engine.errors import Invalid
from engine.schema.compiled import CompiledBoard
from engine.text import Language, Text

PIECE = re.compile(r"\{([a-z_]+)\}")
OPTIONAL = re.compile(r"\[([^\]]*)\]")
ONLY_IF = Text(", and only if ", ", et seulement si ")
THEN = Text(", then ", ", alors ")
AND_THEN = Text(", and then ", ", puis ")


def sentence(
    rule: Rule, board: CompiledBoard, places: Places, language: Language, *, blanks: bool = False
) -> list[Part]:
    """The rule's parts, in reading order. With `blanks`, holes that may stay empty are shown too: the editor's view."""
    places = places.in_language(language)
    trigger, *then = sections(rule)
    parts = said(board, trigger, places, blanks=blanks)
    if rule.get("condition"):
        parts += [Part(ONLY_IF.say(language)), *spoken("filter", condition_hole(board, rule["condition"], places))]
    for place, action in enumerate(then):
        parts += [Part((AND_THEN if place else THEN).say(language)), *said(board, action, places, blanks=blanks)]
    return parts


def plain_sentence(rule: Rule, board: CompiledBoard, places: Places, language: Language) -> str:
    return "".join(part.text for part in sentence(rule, board, places, language))


def said(board: CompiledBoard, one: Section, places: Places, *, blanks: bool) -> list[Part]:
    """One trigger or action; its first words carry its type."""
    parts = [part for text in passages(one, places, blanks=blanks) for part in filled(board, one, places, text)]
    first = parts[0] if parts and parts[0].kind is None and not parts[0].path else Part("")
    rest = parts[1:] if first.text else parts
    return [Part(first.text, (*one.path, "type"), None, one.plugin.name), *rest]


def passages(one: Section, places: Places, *, blanks: bool) -> Iterator[str]:
    """The sentence without the passages in brackets whose holes are empty."""
    for place, text in enumerate(OPTIONAL.split(one.plugin.sentence.say(places.context.language))):
        if place % 2 == 0 or blanks or any(key in one.settings for key in PIECE.findall(text)):
            yield text


def filled(board: CompiledBoard, one: Section, places: Places, text: str) -> Iterator[Part]:
    for place, piece in enumerate(PIECE.split(text)):
        if place % 2:
            yield from slot_parts(board, one, places, piece)
        elif piece:
            yield Part(piece)


def slot_parts(board: CompiledBoard, one: Section, places: Places, key: str) -> list[Part]:
    kind, at = hole(board, one, places, key)
    return spoken(kind, at) if key in one.settings else [slots[kind].empty(at)]


def spoken(kind: str, at: Hole) -> list[Part]:
    """A value that the board no longer accepts (its column was deleted, say) is shown as it is stored, marked broken."""
    try:
        return slots[kind].say(at)
    except Invalid:
        return [Part(json.dumps(at.value, ensure_ascii=False), at.path, kind, at.value, broken=True)]


def rule_of(parts: Iterable[Part]) -> dict[str, Any]:
    """The rule that the parts hold."""
    rule: dict[str, Any] = {}
    for part in parts:
        if part.path and part.filled:
            put(rule, part)
    return rule


def put(rule: dict[str, Any], part: Part) -> None:
    node: Any = rule
    for step, following in zip(part.path, part.path[1:], strict=False):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            node += [empty] if len(node) <= step else []
            node = node[step]
        else:
            node = node.setdefault(step, empty)
    if isinstance(node, list):
        node.append(part.value)
    else:
        node[part.path[-1]] = part.value
