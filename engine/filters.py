"""The one filter language, and its one compiler to SQL: views, searches, conditions and triggers all come here.

    {"and": [tree, …]} · {"or": [tree, …]} · {"column": key, "op": name, "value": …}

A leaf's value is a JSON value or typed text, `{"column": key}` (compare with another column of the same item),
`{"token": "today"}` (a word that the column's type knows), or a list of these where the operator asks for several.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold, sort_key
from engine.operator import Operand, Operator
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.sqltypes import ExactMoney
from engine.text import Text

Tree = Mapping[str, Any]
MAX_NODES = 50
MAX_DEPTH = 10

MALFORMED = Text(
    "This filter cannot be read. Each condition needs a column, a comparison and a value.",
    "Ce filtre est illisible. Chaque condition demande une colonne, une comparaison et une valeur.",
)
TOO_LARGE = Text("A filter holds at most {limit} conditions.", "Un filtre contient au plus {limit} conditions.")
NO_OPERATOR = Text("{column} cannot be compared with “{op}”.", "{column} ne peut pas être comparée avec « {op} ».")
NOT_ALIKE = Text(
    "{column} and {other} hold different kinds of values and cannot be compared.",
    "{column} et {other} contiennent des valeurs de nature différente et ne peuvent pas être comparées.",
)
NO_VALUE = Text(
    "Give the condition on {column} a value to compare with.",
    "Donnez à la condition sur {column} une valeur de comparaison.",
)
NO_TOKEN = Text("{column} does not know the word “{token}”.", "{column} ne connaît pas le mot « {token} ».")


def compile_filter(
    board: CompiledBoard, tree: Tree | None, context: Context, source: Any = None
) -> ColumnElement[bool]:
    """SQL of the tree over the board's table, or over `source`, any set of columns with the same names.

    Raises Invalid, naming the column, for what the board, as the actor sees it, does not have.
    """
    if not tree:
        return true()
    check_size(tree)
    return branch(board, tree, context, source)


def check_filter(board: CompiledBoard, tree: Tree | None, context: Context) -> None:
    """Raise Invalid unless the tree compiles."""
    compile_filter(board, tree, context)


def columns_of(tree: Tree | None) -> set[str]:
    """Keys of all columns that the tree reads, on either side of a comparison."""
    if not tree:
        return set()
    below = [columns_of(child) for child in (*tree.get("and", ()), *tree.get("or", ()))]
    sides = [side["column"] for side in (tree, tree.get("value")) if isinstance(side, Mapping) and "column" in side]
    return set(sides).union(*below)


def check_size(tree: Any, depth: int = 1) -> int:
    """How many nodes the tree has; raises Invalid for one that is malformed or too large."""
    if not isinstance(tree, Mapping) or depth > MAX_DEPTH:
        raise Invalid(MALFORMED, field="filter")
    children = tree.get("and", tree.get("or", ()))
    if not isinstance(children, list | tuple):
        raise Invalid(MALFORMED, field="filter")
    nodes = 1 + sum(check_size(child, depth + 1) for child in children)
    if nodes > MAX_NODES:
        raise Invalid(TOO_LARGE, field="filter", limit=MAX_NODES)
    return nodes


def branch(board: CompiledBoard, tree: Tree, context: Context, source: Any) -> ColumnElement[bool]:
    if "and" in tree:
        return and_(true(), *(branch(board, child, context, source) for child in tree["and"]))
    if "or" in tree:
        parts = [branch(board, child, context, source) for child in tree["or"]]
        return or_(*parts) if parts else true()
    return leaf(board, tree, context, source)


def leaf(board: CompiledBoard, tree: Tree, context: Context, source: Any) -> ColumnElement[bool]:
    if not isinstance(tree.get("column"), str) or not isinstance(tree.get("op"), str):
        raise Invalid(MALFORMED, field="filter")
    column = board.column(tree["column"])
    operator = column.type.operators.get(tree["op"])
    if operator is None:
        raise Invalid(NO_OPERATOR, field=column.key, column=label_text(column), op=tree["op"])
    right = right_side(board, column, operator, tree.get("value"), context, source)
    return operator.compile(board.operand(column, source), right, context)


def right_side(
    board: CompiledBoard, column: Column, operator: Operator, value: Any, context: Context, source: Any
) -> Any:
    if operator.asks == "nothing":
        return None
    if value is None or value == "":
        raise Invalid(NO_VALUE, field=column.key, column=label_text(column))
    if operator.asks == "text":
        return fold(str(value))
    if operator.asks == "days":
        return whole_days(column, value)
    if operator.asks in ("values", "people"):
        return [operand(board, column, one, context, source) for one in (value if isinstance(value, list) else [value])]
    return operand(board, column, value, context, source)


def whole_days(column: Column, value: Any) -> int:
    try:
        return int(value)
    except (OverflowError, TypeError, ValueError):
        raise Invalid(
            Text(
                "Give the condition on {column} a whole number of days.",
                "Donnez à la condition sur {column} un nombre entier de jours.",
            ),
            field=column.key,
            column=label_text(column),
        ) from None


def operand(board: CompiledBoard, column: Column, value: Any, context: Context, source: Any) -> Operand:
    if isinstance(value, Mapping) and "column" in value:
        return other_column(board, column, board.column(value["column"]), source)
    if isinstance(value, Mapping) and "token" in value:
        value = token_value(column, value["token"], context)
    return literal_operand(column, parsed(column, value, context), context)


def parsed(column: Column, value: Any, context: Context) -> Any:
    """Raises Invalid that names the column."""
    try:
        return column.parse(value, context)
    except Invalid as error:
        error.field = column.key
        raise


def other_column(board: CompiledBoard, column: Column, other: Column, source: Any) -> Operand:
    left, right = (one.type.sql_type(one.settings) for one in (column, other))
    alike = isinstance(left, type(right)) or isinstance(right, type(left))
    currencies = {kind.currency for kind in (left, right) if isinstance(kind, ExactMoney)}
    if not alike or len(currencies) > 1 or column.type.folded != other.type.folded:
        raise Invalid(NOT_ALIKE, field=column.key, column=label_text(column), other=label_text(other))
    return board.operand(other, source)


def token_value(column: Column, token: str, context: Context) -> Any:
    if token not in column.type.tokens:
        raise Invalid(NO_TOKEN, field=column.key, column=label_text(column), token=token)
    return column.type.token(token, context)


def literal_operand(column: Column, value: Any, context: Context) -> Operand:
    bound = literal(value, column.type.sql_type(column.settings))
    if not column.type.folded:
        return Operand(bound, bound)
    return Operand(bound, literal(sort_key(column.format(value, context))))
