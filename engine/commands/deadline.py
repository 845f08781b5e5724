"""Which column of days says by when a board's items are to be done."""

from sqlalchemy.orm import Session

from engine.commands.columns import store
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.boards import board_record
from engine.schema.compiled import CompiledBoard
from engine.schema.document import DEADLINE
from engine.text import Text

NO_DAYS = Text("A deadline is a column of dates.", "Une échéance est une colonne de dates.")


def choose_deadline(session: Session, actor: Actor, board: CompiledBoard, key: str) -> CompiledBoard:
    """My work puts the board's items under the days of this column."""
    require(actor, Permission.BOARD_EDIT, board)
    if not board.column(key).type.dated:
        raise Invalid(NO_DAYS, field="key")
    document = board_record(session, actor, board.id).document
    if document.get(DEADLINE) == key:
        return board
    return store(session, actor, board, {**document, DEADLINE: key}, "deadline", key)
