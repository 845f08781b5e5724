"""Boards: create, rename, delete."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.numbering import begin_counting
from engine.events import EventKind
from engine.models import Board, BoardMember, Group, View
from engine.moment import SWEPT, now
from engine.outbox import make_no_step, record
from engine.permissions import Access, Actor, BoardRole, Permission, require
from engine.queries.boards import board as load_board
from engine.queries.boards import board_record
from engine.rank import spread
from engine.schema.change import create_board_table
from engine.schema.compiled import CompiledBoard
from engine.schema.difference import difference
from engine.schema.document import Document, all_columns, new_document
from engine.text import Text
from engine.titles import checked_title

GROUP_COLORS = ("blue", "teal", "violet", "amber", "pink", "green", "red", "slate")
"""In what order new groups get the colours of `choices.py`."""
FIRST_GROUP = Text("Items", "Éléments")
MAX_TITLE = 120
NO_TITLE = Text(
    "Give the board a name of at most {limit} characters.", "Donnez au tableau un nom d’au plus {limit} caractères."
)


def create_board(
    session: Session,
    actor: Actor,
    title: str,
    *,
    document: Document | None = None,
    groups: Sequence[str] | None = None,
    template: str | None = None,
    access: Access = Access.OPEN,
) -> CompiledBoard:
    """A board with its table, its groups (one at least) and its main view; its maker is on its list."""
    require(actor, Permission.BOARD_CREATE)
    document = document or new_document(
        checked_title(title, NO_TITLE, MAX_TITLE), name_labels={"en": "Name", "fr": "Nom"}
    )
    stored = Board(
        workspace_id=actor.workspace_id,
        document=document,
        created_by=actor.user_id,
        template=template,
        access=access,
    )
    session.add(stored)
    session.flush()
    if actor.user_id:
        session.add(BoardMember(board_id=stored.id, user_id=actor.user_id, role=BoardRole.EDITOR))
    titles = groups or [FIRST_GROUP.say(actor.language)]
    session.add_all(
        Group(board_id=stored.id, title=name, color=GROUP_COLORS[place % len(GROUP_COLORS)], position=position)
        for place, (name, position) in enumerate(zip(titles, spread(len(titles)), strict=True))
    )
    session.add(View(board_id=stored.id, type="table", title="", settings={}, position=spread(1)[0]))
    create_board_table(session, stored.id, document)
    begin_counting(session, stored.id, all_columns(document).values())
    make_no_step(session, stored.id)
    record(session, actor, stored.id, EventKind.BOARD_CREATED, {})
    return load_board(session, actor, stored.id)


def rename_board(
    session: Session, actor: Actor, board: CompiledBoard, title: str, labels: Mapping[str, str] | None = None
) -> CompiledBoard:
    """A title without labels is the same in both languages."""
    require(actor, Permission.BOARD_EDIT, board)
    stored = board_record(session, actor, board.id)
    before, title = stored.document, checked_title(title, NO_TITLE, MAX_TITLE)
    stored.document = {**before, "title": title, "x-labels": dict(labels or {})}
    if told := difference(before, stored.document):
        stored.version += 1
        record(session, actor, board.id, EventKind.BOARD_CHANGED, told)
    return load_board(session, actor, board.id)


def delete_board(session: Session, actor: Actor, board: CompiledBoard) -> None:
    """To the trash, from which `restore_board` brings it back for 30 days."""
    require(actor, Permission.BOARD_DELETE, board)
    board_record(session, actor, board.id).deleted_at = now()
    record(session, actor, board.id, EventKind.BOARD_DELETED, {})


def restore_board(session: Session, actor: Actor, board_id: int) -> CompiledBoard:
    """Raises NotFound for one that has left the trash for good."""
    require(actor, Permission.BOARD_DELETE)
    session.execute(
        sa.update(Board)
        .where(Board.id == board_id, Board.workspace_id == actor.workspace_id, Board.deleted_at > SWEPT)
        .values(deleted_at=None)
    )
    board = load_board(session, actor, board_id)
    record(session, actor, board_id, EventKind.BOARD_CHANGED, {})
    return board
