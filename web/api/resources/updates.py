"""Updates of an item: what people say about it, with replies and mentions."""

from typing import Annotated

from engine.commands.updates import delete_update, edit_update, write_update
from engine.models import Update as StoredUpdate
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.boards import board_of_item
from engine.queries.items import item as load_item
from engine.queries.paging import encode_cursor
from engine.queries.updates import board_of_update, threads
from engine.richtext import MAX_HTML, mentioned
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Id, Moment, Paging, Shown, Taken, last_id, told

Html = Annotated[
    str,
    told(
        'HTML; what is not plain formatting is taken out. A mention is `<span data-mention="USER ID"></span>`',
        'HTML ; ce qui n’est pas simple mise en forme est retiré. Une mention s’écrit `<span data-mention="ID"></span>`',
        max_length=MAX_HTML,
        examples=["<div>Delivery is <strong>confirmed</strong>.</div>"],
    ),
]


class Update(Shown):
    id: int
    item: int
    parent: Annotated[int | None, told("The update it answers", "La mise à jour à laquelle elle répond")]
    user: int
    html: str
    text: Annotated[str, told("The same without tags", "La même sans balises")]
    mentions: Annotated[list[int], told("Ids of users", "Identifiants d’utilisateurs")]
    created_at: Moment
    edited_at: Moment | None

    def location(self) -> str | None:
        return f"/api/v1/items/{self.item}/updates"


class Updates(Shown):
    """Threads newest first, each followed by its replies."""

    updates: list[Update]
    cursor: str | None


class NewUpdate(Taken):
    html: Html
    parent: Id | None = None


class UpdateChange(Taken):
    html: Html


@reads(
    "/items/{item_id:int}/updates",
    Text(
        "List what was said about an item, newest first, each update followed by its replies",
        "Lister les mises à jour d’un élément, de la plus récente à la plus ancienne, chacune suivie de ses réponses",
    ),
)
def listing(session: Session, actor: Actor, item_id: int, asked: Paging) -> Updates:
    board = board_of_item(session, actor, item_id)
    load_item(session, board, item_id)
    before = last_id(asked.cursor) if asked.cursor else None
    found = threads(session, board, item_id, before=before, limit=asked.limit)
    shown = [shown_update(one) for thread in found.threads for one in (thread.update, *thread.replies)]
    return Updates(updates=shown, cursor=encode_cursor([found.before]) if found.before else None)


@creates(
    "/items/{item_id:int}/updates", Text("Write an update, or reply to one", "Écrire une mise à jour, ou y répondre")
)
def create(session: Session, actor: Actor, item_id: int, given: NewUpdate) -> Update:
    board = board_of_item(session, actor, item_id)
    return shown_update(write_update(session, actor, board, item_id, given.html, parent_id=given.parent))


@changes("/updates/{update_id:int}", Text("Edit one’s own update", "Modifier sa propre mise à jour"))
def change(session: Session, actor: Actor, update_id: int, given: UpdateChange) -> Update:
    board = board_of_update(session, actor, update_id)
    return shown_update(edit_update(session, actor, board, update_id, given.html))


@deletes(
    "/updates/{update_id:int}", Text("Delete an update and its replies", "Supprimer une mise à jour et ses réponses")
)
def remove(session: Session, actor: Actor, update_id: int) -> None:
    delete_update(session, actor, board_of_update(session, actor, update_id), update_id)


def shown_update(one: StoredUpdate) -> Update:
    return Update(
        id=one.id,
        item=one.item_id,
        parent=one.parent_id,
        user=one.user_id,
        html=one.html,
        text=one.text,
        mentions=mentioned(one.html),
        created_at=to_iso(one.created_at),
        edited_at=to_iso(one.edited_at) if one.edited_at else None,
    )


routes = [listing, create, change, remove]
