"""Options of a choice column, made where they are needed: while somebody types into a cell."""

from sqlalchemy.orm import Session

from engine.choices import MAX_LABEL, MAX_OPTIONS, Option, completed, find_option, options_of
from engine.columntext import one_line
from engine.commands.columns import change_column
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.schema.compiled import CompiledBoard
from engine.schema.validator import label_text
from engine.text import LANGUAGES, Text

NO_OPTIONS = Text("{column} has no options.", "{column} n’a pas d’options.")
NO_LABEL = Text(
    "Give the option a label of at most {limit} characters.",
    "Donnez à l’option un libellé d’au plus {limit} caractères.",
)
FULL = Text("{column} holds at most {limit} options.", "{column} contient au plus {limit} options.")


def add_option(
    session: Session, actor: Actor, board: CompiledBoard, key: str, label: str
) -> tuple[CompiledBoard, Option]:
    """The board with one more option at the end of the column's, and the option; the one that is there already where it is."""
    require(actor, Permission.BOARD_EDIT, board)
    column, text = board.column(key), one_line(label)
    if not column.type.choices:
        raise Invalid(NO_OPTIONS, field=key, column=label_text(column))
    if text is None or len(text) > MAX_LABEL:
        raise Invalid(NO_LABEL, field="label", limit=MAX_LABEL)
    options = options_of(column.settings)
    if known := find_option(options, text, context_for(session, actor)):
        return board, known
    if len(options) >= MAX_OPTIONS:
        raise Invalid(FULL, field="label", column=label_text(column), limit=MAX_OPTIONS)
    extended = completed([*options, {"labels": dict.fromkeys(LANGUAGES, text)}])
    return change_column(session, actor, board, key, settings={**column.settings, "options": extended}), extended[-1]
