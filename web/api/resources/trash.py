"""What was deleted from a board and can still be restored: a `restoration` of an item, group or column brings it back."""

from typing import Annotated

from msgspec import Meta

from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.boards import deleted_columns
from engine.queries.trash import days_left, trashed_groups, trashed_items
from engine.session import Session
from engine.text import Text
from web.api.resources.items import SearchText
from web.api.routing import reads
from web.api.shapes import Moment, Shown, Taken, told

DaysLeft = Annotated[int, told("Days until it is deleted for good", "Jours avant sa suppression définitive")]


class TrashedItem(Shown):
    id: int
    name: str
    group: Annotated[str, told("Title of its group", "Titre de son groupe")]
    deleted_at: Moment
    deleted_by: Annotated[int, told("Id of a user", "Identifiant d’un utilisateur")] | None
    days_left: DaysLeft


class TrashedGroup(Shown):
    id: int
    title: str
    item_count: Annotated[int, told("Items that come back with it", "Éléments qui reviennent avec lui")]
    deleted_at: Moment
    days_left: DaysLeft


class TrashedColumn(Shown):
    key: str
    title: str
    deleted_at: Moment
    days_left: DaysLeft


class Trash(Shown):
    """Items without those that went with their group."""

    items: Annotated[list[TrashedItem], told("The latest first", "Les plus récents d’abord")]
    groups: list[TrashedGroup]
    columns: list[TrashedColumn]


class TrashListing(Taken):
    search: SearchText = ""
    limit: Annotated[int, Meta(ge=1, le=500)] = 100
    offset: Annotated[int, told("Items to leave out", "Éléments à omettre", ge=0, le=10_000_000)] = 0


@reads("/boards/{board_id:int}/trash", Text("List what was deleted", "Lister ce qui a été supprimé"))
def listing(session: Session, actor: Actor, board_id: int, asked: TrashListing) -> Trash:
    board = load_board(session, actor, board_id)
    found = trashed_items(session, board, asked.search, limit=asked.limit, offset=asked.offset)
    return Trash(
        items=[
            TrashedItem(
                id=one.id,
                name=one.name,
                group=one.group,
                deleted_at=one.deleted_at,
                deleted_by=one.by,
                days_left=days_left(one.deleted_at),
            )
            for one in found
        ],
        groups=[
            TrashedGroup(
                id=one.id,
                title=one.title,
                item_count=one.count,
                deleted_at=one.deleted_at,
                days_left=days_left(one.deleted_at),
            )
            for one in trashed_groups(session, board)
        ],
        columns=trashed_columns(session, actor, board_id),
    )


def trashed_columns(session: Session, actor: Actor, board_id: int) -> list[TrashedColumn]:
    return [
        TrashedColumn(key=one.key, title=one.title, deleted_at=one.hidden_at, days_left=days_left(one.hidden_at))
        for one in deleted_columns(session, actor, board_id)
        if one.hidden_at
    ]


routes = [listing]
