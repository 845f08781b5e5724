"""A filter tree as the controls of a form, and back: the board's filter and a rule's conditions are both edited by it.

Names of the controls, for a tree that stands at `filter`:

    filter.join            and · or · "" (a tree that is one condition)
    filter.0.column, .op, .with, .value        the first condition; an empty column means that it is taken away
    filter.1.join, filter.1.0.column …         a tree inside the tree
    filter.2.column                            one more condition, empty until its column is chosen
"""

from __future__ import annotations

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
    checked_values,
    column_choices,
    decoded,
    encoded,
    finite,
    value_boxes,
    value_choices,
    word_choices,
)
from web.operand import MISSING, Operand, draw_operand, parsed, read_operand
from web.request import Form

Errors = Mapping[str, str]
"""A sentence by the path of the part that it is about: `{"condition.and.0": "…"}`."""

JOINTS = {"and": Text("and", "et"), "or": Text("or", "ou")}
A_COLUMN = Text("a column", "une colonne")


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; `operators` and `operand` are empty until its column is chosen, or when it is gone."""

    name: str
    columns: Sequence[Choice]
    column: Column | None = None
    operators: Sequence[Choice] = ()
    operand: Operand | None = None
    error: str = ""


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
    key, language = str(tree.get("column", "")), pen.context.language
    said = next(
        (pen.error(where) for where in (path, f"{path}.column", f"{path}.op", f"{path}.value") if pen.error(where)), ""
    )
    column = pen.board.columns.get(key)
    drawn = Condition(name, pen.column_options(key), column, error=said)
    if column is None:
        return drawn
    labels = {
        op: operator.said_of_a_change() if pen.said == "change" else operator.label
        for op, operator in column.type.operators.items()
    }
    operators = [Choice(op, label.say(language), op == tree.get("op")) for op, label in labels.items()]
    operator = column.type.operators.get(tree.get("op", ""))
    right = draw_right(pen, column, operator, name, tree.get("value", MISSING)) if operator else None
    return replace(drawn, column=column, operators=operators, operand=right)


def draw_right(pen: Pen, column: Column, operator: Operator, name: str, value: Any) -> Operand | None:
    """The right side, by what the operator asks for."""
    if operator.asks == "nothing":
        return None
    if operator.asks in ("text", "days"):
        return Operand(name, column, pen.context, operator.asks, text="" if value is MISSING else str(value))
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


def read_tree(fields: Form, name: str, board: CompiledBoard, context: Context) -> Tree | None:
    """The tree that the form holds, complete or not; None without any condition."""
    children = [
        tree for place in places(fields, name) if (tree := read_part(fields, f"{name}.{place}", board, context))
    ]
    join = fields.get(f"{name}.join", "")
    if join not in JOINTS:
        join = "and" if len(children) > 1 else ""
    return {join: children} if join and children else children[0] if children else None


def places(fields: Form, name: str) -> list[int]:
    """The numbers of the parts under a name, in order."""
    depth = name.count(".") + 1
    found = {key.split(".")[depth] for key in fields if key.startswith(f"{name}.")}
    return sorted(int(place) for place in found if place.isascii() and place.isdigit())


def read_part(fields: Form, name: str, board: CompiledBoard, context: Context) -> Tree | None:
    """None for a part that the button `remove` names; the part within a group of its own where `nest` names it."""
    if fields.get("remove") == name:
        return None
    if f"{name}.join" in fields:
        return read_tree(fields, name, board, context)
    tree = read_leaf(fields, name, board, context)
    return {"or": [tree]} if tree and fields.get("nest") == name else tree


def read_leaf(fields: Form, name: str, board: CompiledBoard, context: Context) -> Tree | None:
    key = fields.get(f"{name}.column", "")
    if not key:
        return None
    column, op = board.columns.get(key), fields.get(f"{name}.op", "")
    if column is None:
        value = fields.get(f"{name}.value")
        return {"column": key, "op": op, **({"value": value} if value else {})}
    return read_condition(fields, name, column, op, context)


def read_condition(fields: Form, name: str, column: Column, op: str, context: Context) -> Tree:
    operator = column.type.operators.get(op)
    if operator is None:
        op, operator = next(iter(column.type.operators.items()))
    value = read_right(fields, name, column, operator, context)
    if fields.get(f"{name}.was", column.key) != column.key and not suits(column, value, context):
        value = MISSING
    return {"column": column.key, "op": op} | ({} if value is MISSING else {"value": value})


def suits(column: Column, value: Any, context: Context) -> bool:
    """Whether what was typed for another column says something here: a number, but not that column's option."""
    try:
        return value is not MISSING and not isinstance(value, Mapping) and column.parse(value, context) is not None
    except Invalid:
        return False


def read_right(fields: Form, name: str, column: Column, operator: Operator, context: Context) -> Any:
    if operator.asks == "nothing":
        return MISSING
    if operator.asks in ("text", "days"):
        return plain(fields.get(f"{name}.value", ""), number=operator.asks == "days")
    if operator.asks == "values" and finite(column, context):
        held = checked_values(fields, name) or single(fields, name)
        return [parsed(column, one, context) if isinstance(one, str) else one for one in held] or MISSING
    return read_operand(fields, name, column, context)


def plain(text: str, *, number: bool) -> Any:
    if not text.strip():
        return MISSING
    return int(text) if number and text.strip().isascii() and text.strip().isdigit() else text


def single(fields: Form, name: str) -> list[Any]:
    """What was chosen while the comparison asked for one value only."""
    chosen = fields.get(f"{name}.with", "")
    return [decoded(chosen)] if chosen.startswith(("value:", "token:")) else []
