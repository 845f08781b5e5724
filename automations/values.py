"""What a rule may write into a cell: a value, a copy of another cell, a step up or down, a word, a message.

"low" · {"column": key} · {"increment": -1} · {"token": "today"} · {"message": "Order {name}"}
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from automations.message import fill, keys_of, labelled
from automations.slot import Hole, Places, listed, quoted
from engine.commands.increments import NO_STEP, counts, stepped
from engine.context import Context
from engine.errors import EngineError
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.text import Text

READ_ONLY = Text(
    "{column} is filled in by Rouage and cannot be set. Choose another column.",
    "{column} est renseignée par Rouage et ne peut pas être modifiée. Choisissez une autre colonne.",
)
NO_TOKEN = Text("{column} does not know the word “{token}”.", "{column} ne connaît pas le mot « {token} ».")
VALUE_OF = Text("the value of {column}", "la valeur de {column}")
EMPTY = Text("empty", "vide")
FORMS = ("column", "increment", "token", "message")


class Copied(NamedTuple):
    """Another cell's content, for a column of any type: its value for one of the same type, else its text."""

    value: Any
    text: str
    column: Column


def form_of(given: Any) -> tuple[str, Any]:
    """`("increment", -1)`; a plain value is `("value", value)`."""
    if isinstance(given, Mapping) and len(given) == 1 and (form := next(iter(given))) in FORMS:
        return form, given[form]
    return "value", given


def read_given(hole: Hole, key: str, given: Any) -> Any:
    """What the rule writes into the board's column, as it is kept. Raises Invalid unless the column accepts it."""
    column, (form, content) = hole.column(key, key), form_of(given)
    if column.type.read_only:
        raise hole.refusal(READ_ONLY, key, column=label_text(column))
    if form == "value":
        return read_value(hole, column, content)
    if form == "increment":
        return {"increment": read_step(hole, column, content)}
    if form == "token":
        token_label(hole, column, content)
    for named in keys_of(content) if form == "message" else [content] if form == "column" else ():
        hole.column(named, key, board=hole.home)
    return given


def token_label(hole: Hole, column: Column, token: str) -> Text:
    if token not in column.type.tokens:
        raise hole.refusal(NO_TOKEN, column.key, column=label_text(column), token=token)
    return column.type.tokens[token]


def read_value(hole: Hole, column: Column, raw: Any) -> Any:
    try:
        value = column.parse(raw, hole.context)
        hole.board.validator.check_changes({column.key: value})
    except EngineError as error:
        raise hole.repeated(error, column.key) from None
    return value


def read_step(hole: Hole, column: Column, raw: Any) -> Any:
    if not counts(column):
        raise hole.refusal(NO_STEP, column.key, column=label_text(column))
    try:
        return column.parse(raw, hole.context) or 0
    except EngineError as error:
        raise hole.repeated(error, column.key) from None


def say_given(column: Column, given: Any, home: CompiledBoard, context: Context) -> str:
    """What the rule writes, in words: `Low`, `Quantity − 1`, `the value of Owner`."""
    form, content = form_of(given.text if isinstance(given, Copied) else given)
    if form == "column":
        return VALUE_OF.say(context.language, column=home.column(content).label(context.language))
    if form == "increment":
        return f"{column.label(context.language)} {'+' if content >= 0 else '−'} {column.format(abs(content), context)}"
    if form == "token":
        return column.type.tokens[content].say(context.language) if content in column.type.tokens else content
    if form == "message":
        return quoted(labelled(content, home, context), context.language)
    return column.format(column.parse(content, context), context) or EMPTY.say(context.language)


def said_cells(places: Places, board_id: int, given: Mapping[str, Any], pattern: Text) -> str:
    """What is written, for the run log: `Status to Low and Quantity to 3`."""
    board, context = places.boards[board_id], places.context
    words = [
        pattern.say(
            context.language,
            column=board.column(key).label(context.language),
            value=say_given(board.column(key), one, board, context),
        )
        for key, one in given.items()
    ]
    return listed(words, context.language)


def given_by(
    item: Mapping[str, Any], board: CompiledBoard, values: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """The rule's values with everything taken from the item that set it off; steps and words wait for the cell they change."""
    return {key: from_item(item, board, given, context) for key, given in values.items()}


def from_item(item: Mapping[str, Any], board: CompiledBoard, given: Any, context: Context) -> Any:
    form, content = form_of(given)
    if form == "column":
        column = board.column(content)
        return Copied(item.get(content), column.format(item.get(content), context), column)
    if form == "message":
        return fill(content, board, item, context)
    return given


def landed(
    board: CompiledBoard, given: Mapping[str, Any], current: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """What the cells are set to; `current` holds what they contain now. Raises Invalid that names a column which is gone."""
    return {key: value_for(board.column(key), one, current.get(key), context) for key, one in given.items()}


def value_for(column: Column, given: Any, current: Any, context: Context) -> Any:
    if isinstance(given, Copied):
        alike = given.column.type is column.type and not column.type.choices
        return given.value if alike else given.text
    form, content = form_of(given)
    if form == "increment":
        return stepped(current, content)
    return column.type.token(content, context) if form == "token" else given
