"""The saved views of a board: list, save, change, move, delete."""

from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from engine.commands.views import ViewChange, change_view, create_view, delete_view, move_view
from engine.models import View as BoardView
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.views import view as load_view
from engine.queries.views import views
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Id, Shown, Taken, told

Title = Annotated[str, told("Its name, at most 80 characters", "Son nom, au plus 80 caractères", max_length=500)]
Description = Annotated[str, told("What it is for", "À quoi elle sert", max_length=2000)]
Settings = Annotated[
    dict[str, Any],
    told(
        "Of a table: `filter` (a tree), `sort` (pairs of column and descending), `group_by` (up to three columns, "
        "dates as `due:month`, largest first as `-price`), `hide`, `search`, `colors`, `sums`, `density`",
        "D’une table : `filter` (un arbre), `sort` (paires colonne et décroissant), `group_by` (jusqu’à trois "
        "colonnes, les dates comme `due:month`, du plus grand au plus petit comme `-price`), `hide`, `search`, "
        "`colors`, `sums`, `density`",
    ),
]
Personal = Annotated[bool, told("Yours alone, not shared", "À vous seul, non partagée")]
Locked = Annotated[
    bool, told("Takes no change until it is unlocked", "N’accepte aucun changement tant qu’elle est verrouillée")
]
Default = Annotated[bool, told("Opens first", "S’ouvre en premier")]


class View(Shown):
    id: int
    type: str
    title: str
    description: str
    settings: dict[str, Any]
    personal: bool
    locked: bool
    default: bool


class Views(Shown):
    views: list[View]


class NewView(Taken):
    title: Title
    type: Annotated[str, told("The kind of view", "Le type de vue")] = "table"
    settings: Settings = {}
    description: Description = ""
    personal: Personal = False


class ChangedView(Taken):
    """What is left out stays."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    settings: Settings | UnsetType = UNSET
    personal: Personal | UnsetType = UNSET
    locked: Locked | UnsetType = UNSET
    default: Default | UnsetType = UNSET
    after: (
        Annotated[
            Id,
            told(
                "The view to stand behind; null is the first place", "La vue qui précède ; null est la première place"
            ),
        ]
        | UnsetType
        | None
    ) = UNSET


@reads("/boards/{board_id:int}/views", Text("List a board’s views", "Lister les vues d’un tableau"))
def listing(session: Session, actor: Actor, board_id: int) -> Views:
    """Those that everybody shares, and your own."""
    board = load_board(session, actor, board_id)
    return Views(views=[shown_view(one) for one in views(session, actor, board)])


@creates("/boards/{board_id:int}/views", Text("Save a view", "Enregistrer une vue"))
def create(session: Session, actor: Actor, board_id: int, given: NewView) -> View:
    board = load_board(session, actor, board_id)
    made = create_view(
        session,
        actor,
        board,
        given.type,
        given.title,
        given.settings,
        personal=given.personal,
        description=given.description,
    )
    return shown_view(made)


@reads("/boards/{board_id:int}/views/{view_id:int}", Text("Read a view", "Lire une vue"))
def read(session: Session, actor: Actor, board_id: int, view_id: int) -> View:
    return shown_view(load_view(session, actor, load_board(session, actor, board_id), view_id))


@changes(
    "/boards/{board_id:int}/views/{view_id:int}",
    Text("Change, share, lock or move a view", "Modifier, partager, verrouiller ou déplacer une vue"),
)
def change(session: Session, actor: Actor, board_id: int, view_id: int, given: ChangedView) -> View:
    board = load_board(session, actor, board_id)
    wanted = {name: getattr(given, name) for name in ViewChange.__annotations__}
    found = {name: value for name, value in wanted.items() if value is not UNSET}
    changed = change_view(session, actor, board, view_id, **found)
    if given.after is not UNSET:
        changed = move_view(session, actor, board, view_id, after_id=given.after)
    return shown_view(changed)


@deletes("/boards/{board_id:int}/views/{view_id:int}", Text("Delete a view", "Supprimer une vue"))
def remove(session: Session, actor: Actor, board_id: int, view_id: int) -> None:
    delete_view(session, actor, load_board(session, actor, board_id), view_id)


def shown_view(one: BoardView) -> View:
    return View(
        id=one.id,
        type=one.type,
        title=one.title,
        description=one.description,
        settings=one.settings,
        personal=one.owner_id is not None,
        locked=one.is_locked,
        default=one.is_default,
    )


routes = [listing, create, read, change, remove]
