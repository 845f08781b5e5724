"""How a board's table is laid out, for everybody: the width of columns, wrapped text, and the columns that stay in sight."""

from typing import Any

from sqlalchemy.orm import Session

from engine.commands.columns import store
from engine.errors import Invalid
from engine.permissions import Actor, Permission, require
from engine.queries.boards import board_record
from engine.schema.compiled import CompiledBoard
from engine.schema.document import FROZEN, NARROWEST, WIDEST, with_node
from engine.text import Text

WRONG_WIDTH = Text(
    "A column is between {low} and {high} pixels wide.", "Une colonne mesure entre {low} et {high} pixels de large."
)


def lay_out_column(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    key: str,
    *,
    width: int | None = None,
    wrap: bool | None = None,
) -> CompiledBoard:
    """Its width in pixels (0 is its type's own), and whether long text runs over several lines; None leaves it."""
    require(actor, Permission.BOARD_EDIT, board)
    board.column(key)
    if width and not NARROWEST <= width <= WIDEST:
        raise Invalid(WRONG_WIDTH, field="width", low=NARROWEST, high=WIDEST)
    document = board_record(session, actor, board.id).document
    node = document["properties"][key]
    about: dict[str, Any] = dict(node["x-column"])
    if width is not None:
        settle(about, "width", width)
    if wrap is not None:
        settle(about, "wrap", wrap)
    if about == node["x-column"]:
        return board
    return store(session, actor, board, with_node(document, key, {**node, "x-column": about}), "laid_out", key)


def settle(about: dict[str, Any], name: str, value: int) -> None:
    """What is as without saying so is not said."""
    about.pop(name, None)
    if value:
        about[name] = value


def freeze_columns(session: Session, actor: Actor, board: CompiledBoard, key: str) -> CompiledBoard:
    """Keep the columns up to this one in sight while the table moves sideways."""
    require(actor, Permission.BOARD_EDIT, board)
    board.column(key)
    document = board_record(session, actor, board.id).document
    there = [one for one, node in document["properties"].items() if not node["x-column"].get("hidden_at")]
    count = there.index(key) + 1
    if count == document.get(FROZEN, 1):
        return board
    return store(session, actor, board, {**document, FROZEN: count}, "frozen", key)
