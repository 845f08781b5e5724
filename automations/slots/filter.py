"""A filter tree in words: as a state ("Status is Low"), or with `"x-said": "change"` as a change ("Status becomes Low")."""

from collections.abc import Mapping
from typing import Any

from automations.slot import AND, OR, Hole, Part, Path, Slot, listed, quoted
from automations.values import token_label
from engine.errors import Invalid
from engine.filters import MALFORMED, Tree, check_filter
from engine.operator import Operator
from engine.schema.document import Column
from engine.text import Text

JOINTS = {"and": AND, "or": OR}
DAYS = Text("{count} days", "{count} jours")


class FilterSlot(Slot):
    name = "filter"

    def read(self, hole: Hole) -> Tree:
        try:
            check_filter(hole.board, hole.value, hole.context)
        except Invalid as error:
            raise hole.repeated(error, *place_of_error(hole, hole.value)) from None
        return kept(hole, hole.value)

    def say(self, hole: Hole) -> list[Part]:
        return branch(hole, hole.value, ())


def place_of_error(hole: Hole, tree: Any) -> Path:
    """Where in the tree the first leaf stands that does not compile on its own."""
    for joint in JOINTS:
        for place, child in enumerate(tree.get(joint, ()) if isinstance(tree, Mapping) else ()):
            if not compiles(hole, child):
                return (joint, place, *place_of_error(hole, child))
    return ()


def compiles(hole: Hole, tree: Any) -> bool:
    try:
        check_filter(hole.board, tree, hole.context)
    except Invalid:
        return False
    return True


def kept(hole: Hole, tree: Tree) -> Tree:
    """The same tree with values instead of typed text, so that it means the same in every language."""
    joint = next((name for name in JOINTS if name in tree), None)
    if joint is not None:
        return {joint: [kept(hole, child) for child in tree[joint]]}
    column = hole.column(tree["column"])
    asks, value = column.type.operators[tree["op"]].asks, tree.get("value")
    if asks in ("values", "people") and isinstance(value, list):
        return {**tree, "value": [literal(hole, column, one) for one in value]}
    return {**tree, "value": literal(hole, column, value)} if asks in ("value", "values", "people") else tree


def literal(hole: Hole, column: Column, value: Any) -> Any:
    special = isinstance(value, Mapping) and ("column" in value or "token" in value)
    return value if special else column.parse(value, hole.context)


def branch(hole: Hole, tree: Tree, within: Path) -> list[Part]:
    joint = next((name for name in JOINTS if name in tree), None)
    if joint is None:
        return leaf(hole, tree, within)
    children, parts = tree[joint], []
    for place, child in enumerate(children):
        parts += [Part(f" {JOINTS[joint].say(hole.language)} ")] if place else []
        parts += branch(hole, child, (*within, joint, place))
    enclosed = bool(within) and len(children) > 1
    return [Part("("), *parts, Part(")")] if enclosed else parts or [Part("", (*hole.path, *within), None, tree)]


def leaf(hole: Hole, tree: Tree, within: Path) -> list[Part]:
    path = (*hole.path, *within)
    column = hole.column(tree["column"], *within)
    operator = column.type.operators.get(tree["op"])
    if operator is None or (operator.asks != "nothing" and "value" not in tree):
        raise hole.refusal(MALFORMED, *within)
    label = operator.said_of_a_change() if hole.node.get("x-said") == "change" else operator.label
    parts = [
        Part(column.label(hole.language), (*path, "column"), "column", column.key),
        Part(" "),
        Part(label.say(hole.language), (*path, "op"), "operator", tree["op"]),
    ]
    if operator.asks == "nothing":
        return parts + ([Part("", (*path, "value"), None, tree["value"])] if "value" in tree else [])
    return [
        *parts,
        Part(" "),
        Part(said(hole, column, operator, tree["value"]), (*path, "value"), "operand", tree["value"]),
    ]


def said(hole: Hole, column: Column, operator: Operator, value: Any) -> str:
    if operator.asks in ("values", "people") and isinstance(value, list):
        return listed([one(hole, column, part) for part in value], hole.language, JOINTS["or"])
    if operator.asks == "text":
        return quoted(str(value), hole.language)
    return DAYS.say(hole.language, count=value) if operator.asks == "days" else one(hole, column, value)


def one(hole: Hole, column: Column, value: Any) -> str:
    if isinstance(value, Mapping) and "column" in value:
        return hole.column(value["column"]).label(hole.language)
    if isinstance(value, Mapping) and "token" in value:
        return token_label(hole, column, value["token"]).say(hole.language)
    return column.format(column.parse(value, hole.context), hole.context)
