"""Groups of a board: list, add, change, move, delete, restore."""

from typing import Annotated

from msgspec import UNSET, UnsetType

from engine.commands.groups import change_group, create_group, delete_group, move_group, restore_group
from engine.models import Group as BoardGroup
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.groups import group as load_group
from engine.queries.groups import groups
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Id, Shown, Taken, told

Title = Annotated[str, told("Its name, at most 120 characters", "Son nom, au plus 120 caractères", max_length=500)]
Color = Annotated[str, told("The name of a colour, such as `blue`", "Le nom d’une couleur, par exemple `blue`")]


class Group(Shown):
    id: int
    title: str
    color: str


class Groups(Shown):
    groups: list[Group]


class NewGroup(Taken):
    title: Title
    color: Color | None = None


class GroupChange(Taken):
    """What is left out stays."""

    title: Title | UnsetType = UNSET
    color: Color | UnsetType = UNSET
    after: (
        Annotated[Id, told("The group to stand behind; null is the top", "Le groupe qui précède ; null est le haut")]
        | UnsetType
        | None
    ) = UNSET


@reads("/boards/{board_id:int}/groups", Text("List a board’s groups", "Lister les groupes d’un tableau"))
def listing(session: Session, actor: Actor, board_id: int) -> Groups:
    board = load_board(session, actor, board_id)
    return Groups(groups=[shown_group(group) for group in groups(session, board)])


@creates("/boards/{board_id:int}/groups", Text("Add a group", "Ajouter un groupe"))
def create(session: Session, actor: Actor, board_id: int, given: NewGroup) -> Group:
    board = load_board(session, actor, board_id)
    return shown_group(create_group(session, actor, board, given.title, given.color))


@changes(
    "/boards/{board_id:int}/groups/{group_id:int}",
    Text("Rename, recolour or move a group", "Renommer, recolorer ou déplacer un groupe"),
)
def change(session: Session, actor: Actor, board_id: int, group_id: int, given: GroupChange) -> Group:
    board = load_board(session, actor, board_id)
    title, color = (None if value is UNSET else value for value in (given.title, given.color))
    group = change_group(session, actor, board, group_id, title=title, color=color)
    if given.after is not UNSET:
        if given.after is not None:
            load_group(session, board, given.after)
        group = move_group(session, actor, board, group_id, after_id=given.after)
    return shown_group(group)


@deletes(
    "/boards/{board_id:int}/groups/{group_id:int}",
    Text("Move a group and its items to the trash", "Mettre un groupe et ses éléments à la corbeille"),
)
def remove(session: Session, actor: Actor, board_id: int, group_id: int) -> None:
    delete_group(session, actor, load_board(session, actor, board_id), group_id)


@creates(
    "/boards/{board_id:int}/groups/{group_id:int}/restoration",
    Text("Restore a deleted group with its items", "Restaurer un groupe supprimé et ses éléments"),
)
def restore(session: Session, actor: Actor, board_id: int, group_id: int) -> Group:
    return shown_group(restore_group(session, actor, load_board(session, actor, board_id), group_id))


def shown_group(group: BoardGroup) -> Group:
    return Group(id=group.id, title=group.title, color=group.color)


routes = [listing, create, change, remove, restore]
