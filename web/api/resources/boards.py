"""Boards: list, create, read, rename, delete, and the JSON Schema that each of them is."""

from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from engine.commands.boards import MAX_TITLE, create_board, delete_board, rename_board, restore_board
from engine.commands.columns import add_column
from engine.commands.groups import NO_TITLE
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.boards import board_record, boards
from engine.schema.compiled import CompiledBoard
from engine.schema.meta import board_schema
from engine.schema.openapi import item_page
from engine.session import Session
from engine.text import Text
from engine.titles import checked_title
from web.api.resources.columns import NewColumn
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Labels, LabelsOut, Moment, Paging, Shown, Taken, sliced, told
from web.policy import Policy

Title = Annotated[str, told("Its name, at most 120 characters", "Son nom, au plus 120 caractères", max_length=500)]


class BoardLine(Shown):
    id: int
    title: str
    labels: LabelsOut
    item_count: int
    changed_at: Moment


class Boards(Shown):
    boards: list[BoardLine]
    cursor: str | None


class Board(Shown):
    id: int
    title: str
    labels: LabelsOut
    version: Annotated[int, told("Grows with each change of its columns", "Augmente à chaque changement de colonnes")]
    seq: Annotated[int, told("Number of its last event", "Numéro de son dernier événement")]
    item_count: int
    created_at: Moment

    def location(self) -> str | None:
        return f"/api/v1/boards/{self.id}"


class NewBoard(Taken):
    title: Title
    labels: Labels | UnsetType = UNSET
    groups: Annotated[list[Title], told("Titles of its groups", "Titres de ses groupes", max_length=100)] = []
    columns: Annotated[
        list[NewColumn],
        told("Besides `name`, which every board has", "En plus de `name`, commune à tous", max_length=100),
    ] = []


class BoardChange(Taken):
    title: Title | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET


@reads("/boards", Text("List the boards", "Lister les tableaux"))
def listing(session: Session, actor: Actor, asked: Paging) -> Boards:
    lines = [
        BoardLine(
            id=one.id,
            title=one.titles["title"],
            labels=dict(one.titles["x-labels"]),
            item_count=one.item_count,
            changed_at=to_iso(one.changed_at),
        )
        for one in boards(session, actor)
    ]
    shown, cursor = sliced(lines, asked)
    return Boards(boards=shown, cursor=cursor)


@creates("/boards", Text("Create a board", "Créer un tableau"))
def create(session: Session, actor: Actor, given: NewBoard) -> Board:
    groups = [checked_title(title, NO_TITLE, MAX_TITLE) for title in given.groups]
    board = create_board(session, actor, given.title, groups=groups)
    if given.labels is not UNSET:
        board = rename_board(session, actor, board, given.title, given.labels.by_language())
    for column in given.columns:
        board, _ = add_column(session, actor, board, column.type, column.title, column.settings, **column.options())
    return shown_board(session, actor, board)


@reads("/boards/{board_id:int}", Text("Read a board", "Lire un tableau"))
def read(session: Session, actor: Actor, board_id: int) -> Board:
    return shown_board(session, actor, load_board(session, actor, board_id))


@changes("/boards/{board_id:int}", Text("Rename a board", "Renommer un tableau"))
def change(session: Session, actor: Actor, board_id: int, given: BoardChange) -> Board:
    board = load_board(session, actor, board_id)
    title = board.document["title"] if given.title is UNSET else given.title
    labels = board.document.get("x-labels") if given.labels is UNSET else given.labels.by_language()
    return shown_board(session, actor, rename_board(session, actor, board, title, labels))


@deletes("/boards/{board_id:int}", Text("Move a board to the trash", "Mettre un tableau à la corbeille"))
def remove(session: Session, actor: Actor, board_id: int) -> None:
    delete_board(session, actor, load_board(session, actor, board_id))


@creates("/boards/{board_id:int}/restoration", Text("Restore a deleted board", "Restaurer un tableau supprimé"))
def restore(session: Session, actor: Actor, board_id: int) -> Board:
    return shown_board(session, actor, restore_board(session, actor, board_id))


@reads(
    "/boards/{board_id:int}/schema",
    Text("Read a board’s JSON Schema document", "Lire le document JSON Schema d’un tableau"),
)
def schema(session: Session, actor: Actor, board_id: int) -> dict[str, Any]:
    return load_board(session, actor, board_id).document


@reads(
    "/boards/{board_id:int}/openapi.json",
    Text("Read the typed page of a board’s items", "Lire la page typée des éléments d’un tableau"),
)
def openapi(session: Session, actor: Actor, board_id: int) -> dict[str, Any]:
    return item_page(load_board(session, actor, board_id), actor.language)


@reads(
    "/board.schema.json",
    Text("Read what a board’s document must be", "Lire ce que doit être le document d’un tableau"),
    policy=Policy.PUBLIC,
)
def meta_schema() -> dict[str, Any]:
    return board_schema()


def shown_board(session: Session, actor: Actor, board: CompiledBoard) -> Board:
    stored = board_record(session, actor, board.id)
    return Board(
        id=stored.id,
        title=stored.document["title"],
        labels=dict(stored.document.get("x-labels", {})),
        version=stored.version,
        seq=stored.seq,
        item_count=stored.item_count,
        created_at=to_iso(stored.created_at),
    )


routes = [listing, create, read, change, remove, restore, schema, openapi, meta_schema]
