"""Whether a rule fires: the item as it was at the event, the trigger, then the condition. It writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from automations.action import Subject
from automations.rules import condition_hole
from automations.sitting import Sitting
from automations.slot import Path, Places
from automations.slots import slots
from automations.trigger import Happening, Match
from automations.triggers import triggers
from engine.context import Context
from engine.events import EventKind
from engine.filters import Tree, columns_of
from engine.permissions import Cause, RuleActor
from engine.queries.automations import RuleInForce
from engine.queries.history import values_at
from engine.queries.items import item
from engine.queries.matching import matches
from engine.queries.runs import Happened
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import LANGUAGES, Text

NOT_MET = Text("“{condition}” was not true: {cells}.", "« {condition} » n’était pas vrai : {cells}.")
CELL = Text("{column} was {value}", "{column} valait {value}")
EMPTY = Text("empty", "vide")


@dataclass(frozen=True)
class ItemState:
    """The item with these values, whatever it holds today; only cells that a filter reads are laid over the stored ones."""

    session: Session
    board: CompiledBoard
    item_id: int
    values: Mapping[str, Any]
    context: Context

    def satisfies(self, tree: Tree) -> bool:
        read = {key: self.values[key] for key in columns_of(tree) if key in self.values}
        return matches(self.session, self.board, self.item_id, tree, self.context, read)


@dataclass(frozen=True)
class Scene:
    """One event on one item, as a rule's owner may see it."""

    actor: RuleActor
    places: Places
    happening: Happening
    after: ItemState
    before: ItemState | None

    @property
    def subject(self) -> Subject:
        return Subject(self.after.item_id, self.after.board, self.after.values)


def happening_of(event: Happened, item_id: int) -> Happening:
    """What the event did to this item; each item of an import has just been created."""
    if event.kind == EventKind.ITEMS_IMPORTED:
        return Happening(EventKind.ITEM_CREATED, item_id, {})
    if event.kind == EventKind.ITEM_CREATED:
        return Happening(event.kind, item_id, {key: (None, value) for key, value in event.payload["values"].items()})
    changes = {key: (before, after) for key, (before, after) in event.payload.get("changes", {}).items()}
    groups = tuple(event.payload["group"]) if event.kind == EventKind.ITEM_MOVED else None
    return Happening(event.kind, item_id, changes, groups)


def concerns(settings: Mapping[str, Any], happening: Happening) -> bool:
    """Whether the trigger has to be asked at all: most events of a board are none of most rules' business."""
    trigger = triggers.get(settings["type"])
    if trigger is None or happening.kind not in trigger.listens_to:
        return False
    return happening.kind != EventKind.ITEM_CHANGED or bool(trigger.watches(settings) & set(happening.changes))


def scene_of(sitting: Sitting, rule: RuleInForce, event: Happened, happening: Happening) -> Scene:
    """Raises NotFound when the item, or its board, is deleted."""
    session, places = sitting.session, sitting.places_of(rule)
    board, actor = places.boards[sitting.board_id], rule.actor(Cause(event.id, event.depth + 1))
    values = values_after(session, board, event, happening.item_id)
    after = ItemState(session, board, happening.item_id, values, places.context)
    if happening.kind == EventKind.ITEM_CREATED:
        return Scene(actor, places, happening, after, None)
    earlier = {**values, **{key: before for key, (before, _) in happening.changes.items()}}
    return Scene(actor, places, happening, after, replace(after, values=earlier))


def values_after(session: Session, board: CompiledBoard, event: Happened, item_id: int) -> Mapping[str, Any]:
    """The item's cells as the event left them: an item that still has the event's version has not changed since."""
    current = item(session, board, item_id)
    if current.version == event.item_version:
        return current.values
    return {**current.values, **values_at(session, board, item_id, event.seq)}


def matched(scene: Scene, settings: Mapping[str, Any]) -> Match | None:
    """What the rule's trigger says."""
    return triggers[settings["type"]].matches(scene.happening, settings, scene.before, scene.after)


def first_false(state: ItemState, tree: Tree | None, within: Path = ()) -> tuple[Path, Tree] | None:
    """The first part of the condition that is not true, and where it stands; of alternatives that all fail, the first."""
    if not tree or state.satisfies(tree):
        return None
    for joint in ("and", "or"):
        for place, child in enumerate(tree.get(joint, ())):
            if found := first_false(state, child, (*within, joint, place)):
                return found
    return within, tree


def reason_of(scene: Scene, path: Path, tree: Tree) -> dict[str, Any]:
    """Why nothing was done, with the cells that decided it, for the run log."""
    cells = {key: scene.after.values.get(key) for key in sorted(columns_of(tree))}
    said: dict[str, Any] = {
        language: in_words(scene.places.in_language(language), scene.after.board, tree, cells) for language in LANGUAGES
    }
    return {"code": "condition", "path": list(path), "cells": cells, **said}


def in_words(places: Places, board: CompiledBoard, tree: Tree, cells: Mapping[str, Any]) -> str:
    language = places.context.language
    condition = "".join(part.text for part in slots["filter"].say(condition_hole(board, tree, places)))
    shown = [(board.column(key), value) for key, value in cells.items()]
    words = [
        CELL.say(
            language, column=column.label(language), value=column.format(value, places.context) or EMPTY.say(language)
        )
        for column, value in shown
    ]
    return NOT_MET.say(language, condition=condition, cells=", ".join(words))
