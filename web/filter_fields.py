"""A filter tree read from the controls that `filter_form.py` draws."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.context import Context
from engine.errors import Invalid
from engine.filters import Tree
from engine.operator import Operator
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from web.choices import checked_values, decoded, finite
from web.filter_form import JOINTS
from web.operand import MISSING, parsed, read_operand
from web.request import DIGITS, Form, number


def read_tree(fields: Form, name: str, board: CompiledBoard, context: Context) -> Tree | None:
    """The tree that the form holds, complete or not; None without any condition."""
    children = [
        tree for place in places(fields, name) if (tree := read_part(fields, f"{name}.{place}", board, context))
    ]
    if fields.get("bracket") == name:
        children.append({"or": [unfinished(board)]})
    join = fields.get(f"{name}.join", "")
    if join not in JOINTS:
        join = "and" if len(children) > 1 else ""
    return {join: children} if join and children else children[0] if children else None


def unfinished(board: CompiledBoard) -> Tree:
    """A condition to begin with, that counts only when it has its value."""
    return next(begun(column) for column in board.columns.values() if comparing(column))


def with_begun(tree: Tree | None, column: Column) -> Tree:
    """The tree that asks for one condition more, about this column."""
    one = begun(column)
    if not tree:
        return one
    return {"and": [*tree["and"], one]} if "and" in tree else {"and": [tree, one]}


def begun(column: Column) -> Tree:
    """With the first operator that compares with something; a type that has none of them tells of itself."""
    return {"column": column.key, "op": next(iter(comparing(column) or column.type.operators))}


def comparing(column: Column) -> list[str]:
    return [op for op, operator in column.type.operators.items() if operator.asks != "nothing"]


def places(fields: Form, name: str) -> list[int]:
    """The numbers of the parts under a name, in order."""
    depth = name.count(".") + 1
    found = {key.split(".")[depth] for key in fields if key.startswith(f"{name}.")}
    return sorted(place for place in map(number, found) if place is not None)


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
    kept = kept_tree(fields.get(f"{name}.kept", ""))
    column, op = board.columns.get(key), fields.get(f"{name}.op", kept.get("op", ""))
    if kept.get("column") == key and kept.get("op") == op:
        return kept
    return None if column is None else read_condition(fields, name, column, op, context)


def kept_tree(text: str) -> Tree:
    try:
        tree = json.loads(text)
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


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
    if operator.asks == "people":
        return checked_values(fields, name) or MISSING
    if operator.asks == "values" and finite(column, context):
        held = checked_values(fields, name) or single(fields, name)
        return [parsed(column, one, context) if isinstance(one, str) else one for one in held] or MISSING
    return read_operand(fields, name, column, context)


def plain(text: str, *, number: bool) -> Any:
    if not text.strip():
        return MISSING
    return int(text) if number and DIGITS.fullmatch(text.strip()) else text


def single(fields: Form, name: str) -> list[Any]:
    """What was chosen while the comparison asked for one value only."""
    chosen = fields.get(f"{name}.with", "")
    return [decoded(chosen)] if chosen.startswith(("value:", "token:")) else []


def finished(tree: Tree | None, board: CompiledBoard) -> Tree | None:
    """The tree without conditions that still wait for their value."""
    joint = next((name for name in JOINTS if tree and name in tree), None)
    if tree and joint:
        children = [child for part in tree[joint] if (child := finished(part, board))]
        return {joint: children} if children else None
    return tree if tree and not waits(tree, board) else None


def waits(leaf: Tree, board: CompiledBoard) -> bool:
    column = board.columns.get(leaf["column"])
    operator = column.type.operators.get(leaf["op"]) if column else None
    return operator is not None and operator.asks != "nothing" and leaf.get("value") in (None, "", [])
