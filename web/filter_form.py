"""A filter tree as the controls of a form; `filter_fields.py` reads them back.

Names of the controls, for a tree that stands at `filter`:

    filter.join            and · or · "" (a tree that is one condition)
    filter.0.column, .op, .with, .value        the first condition; an empty column means that it is taken away
    filter.1.join, filter.1.0.column …         a tree inside the tree
    filter.2.column                            one more condition, empty until its column is chosen
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.context import Context
from engine.errors import Invalid
from engine.filters import Tree, other_column
from engine.operator import Operator
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text
from web.choices import (
    GONE,
    Choice,
    checkboxes,
    column_choices,
    encoded,
    finite,
    people_boxes,
    value_boxes,
    value_choices,
    word_choices,
)
from web.operand import MISSING, Operand, draw_operand

Errors = Mapping[str, str]
"""A sentence by the path of the part that it is about: `{"condition.and.0": "…"}`."""

JOINTS = {"and": Text("and", "et"), "or": Text("or", "ou")}
A_COLUMN = Text("a column", "une colonne")


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; `operators` and `operand` are empty until its column is chosen.

    `kept` is the whole comparison as stored, when its column or operator is gone and the controls cannot hold it.
    """

    name: str
    columns: Sequence[Choice]
    column: Column | None = None
    operators: Sequence[Choice] = ()
    operand: Operand | None = None
    error: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups, joined by one word. `more` is the empty condition at the end."""

    name: str
    join: str
    joints: Sequence[Choice]
    parts: Sequence[Condition | Group]
    more: Condition
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing a tree needs; `said` is "state" ("is") or "change" ("becomes")."""

    board: CompiledBoard
    context: Context
    said: str = "state"
    errors: Errors = field(default_factory=dict)

    def column_options(self, key: str = "", placeholder: Text = A_COLUMN) -> list[Choice]:
        """Every column, that of `key` chosen, even when the board has it no longer."""
        language = self.context.language
        columns = [Choice(one.key, one.label(language), one.key == key) for one in self.board.columns.values()]
        gone = [Choice(key, GONE.say(language, key=key), chosen=True)] if key and key not in self.board.columns else []
        return [Choice("", f"{placeholder.say(language)}…", not key), *columns, *gone]

    def error(self, path: str) -> str:
        return self.errors.get(path, "")


def draw_tree(pen: Pen, tree: Tree | None, name: str, path: str = "") -> Group:
    """`path`: where the tree stands in what the errors speak of; it differs from the name, which knows no and / or."""
    path = path or name
    join = next((joint for joint in JOINTS if tree and joint in tree), "")
    children: Sequence[Tree] = tree[join] if tree and join else [tree] if tree else []
    paths = [f"{path}.{join}.{place}" if join else path for place in range(len(children))]
    parts = [draw_part(pen, child, f"{name}.{place}", paths[place]) for place, child in enumerate(children)]
    joints = [Choice(joint, text.say(pen.context.language), joint == (join or "and")) for joint, text in JOINTS.items()]
    more = Condition(f"{name}.{len(children)}", pen.column_options())
    return Group(name, join, joints, parts, more, pen.error(path) if join else "")


def draw_part(pen: Pen, tree: Tree, name: str, path: str) -> Condition | Group:
    nested = any(joint in tree for joint in JOINTS)
    return draw_tree(pen, tree, name, path) if nested else draw_condition(pen, tree, name, path)


def draw_condition(pen: Pen, tree: Tree, name: str, path: str) -> Condition:
    key = str(tree.get("column", ""))
    said = next(
        (pen.error(where) for where in (path, f"{path}.column", f"{path}.op", f"{path}.value") if pen.error(where)), ""
    )
    column, op = pen.board.columns.get(key), str(tree.get("op", ""))
    drawn = Condition(name, pen.column_options(key), column, error=said)
    if column is None or op not in column.type.operators:
        drawn = replace(drawn, kept=json.dumps(tree) if key and op else "")
    if column is None:
        return drawn
    right = (
        draw_right(pen, column, column.type.operators[op], name, tree.get("value", MISSING))
        if op in column.type.operators
        else None
    )
    return replace(drawn, operators=operator_options(pen, column, op), operand=right)


def operator_options(pen: Pen, column: Column, op: str) -> list[Choice]:
    labels = {
        name: one.said_of_a_change() if pen.said == "change" else one.label
        for name, one in column.type.operators.items()
    }
    gone = [Choice(op, GONE.say(pen.context.language, key=op), chosen=True)] if op and op not in labels else []
    return [*(Choice(name, label.say(pen.context.language), name == op) for name, label in labels.items()), *gone]


def draw_right(pen: Pen, column: Column, operator: Operator, name: str, value: Any) -> Operand | None:
    """The right side, by what the operator asks for."""
    if operator.asks == "nothing":
        return None
    if operator.asks in ("text", "days"):
        return Operand(name, column, pen.context, operator.asks, text="" if value is MISSING else str(value))
    if operator.asks == "people":
        held = [] if value is MISSING else value if isinstance(value, list) else [value]
        return Operand(
            name,
            column,
            pen.context,
            "many",
            many=checkboxes(people_boxes(pen.context), list(map(encoded, held)), pen.context),
        )
    if operator.asks == "values" and (values := finite(column, pen.context)):
        held = [] if value is MISSING else value if isinstance(value, list) else [value]
        words = {word.value: word.label for word in word_choices(column, pen.context)}
        boxes = checkboxes(value_boxes(values) | words, [encoded(one) for one in held], pen.context)
        return Operand(name, column, pen.context, "many", many=boxes)
    return draw_operand(name, column, pen.context, value, sources(pen, column))


def sources(pen: Pen, column: Column) -> list[Choice]:
    others = [other for other in pen.board.columns.values() if other is not column and alike(pen.board, column, other)]
    return [
        *value_choices(column, pen.context),
        *column_choices(others, pen.context),
        *word_choices(column, pen.context),
    ]


def alike(board: CompiledBoard, column: Column, other: Column) -> bool:
    """Whether the engine compares them."""
    try:
        other_column(board, column, other, None)
    except Invalid:
        return False
    return True
