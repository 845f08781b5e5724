"""Filters in words, as the automations say them."""

from __future__ import annotations

from automations.slot import Hole, Places
from automations.slots import slots
from engine.context import Context
from engine.errors import Invalid
from engine.filters import Tree
from engine.schema.compiled import CompiledBoard
from engine.text import Text

THIS_FILTER = Text("This filter", "Ce filtre")
BROKEN = Text("a condition that no longer works", "une condition qui ne fonctionne plus")


def in_words(tree: Tree, board: CompiledBoard, context: Context) -> str:
    """`Quantity is less than Reorder level`."""
    try:
        return "".join(part.text for part in slots["filter"].say(hole(tree, board, context)))
    except (Invalid, KeyError, TypeError):
        return BROKEN.say(context.language)


def settled(tree: Tree, board: CompiledBoard, context: Context) -> Tree:
    """The filter with values instead of typed text: it means the same to readers of another language. Raises Invalid."""
    found: Tree = slots["filter"].read(hole(tree, board, context))
    return found


def hole(tree: Tree, board: CompiledBoard, context: Context) -> Hole:
    return Hole((), tree, {}, "", {}, board, board, Places(context, {board.id: board}, {}), THIS_FILTER)
