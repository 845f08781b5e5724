"""What the user was told."""

from typing import Annotated

from engine.commands.notifications import mark_read
from engine.moment import to_iso
from engine.notices import NoticeKind
from engine.permissions import Actor
from engine.queries.notices import notices
from engine.queries.notifications import notifications
from engine.queries.paging import encode_cursor
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, reads
from web.api.shapes import Id, Moment, Paging, Shown, Taken, last_id, told


class Notification(Shown):
    id: int
    kind: Annotated[NoticeKind, told("Why it came", "Pourquoi elle est venue")]
    message: Annotated[str, told("In the language of the answer", "Dans la langue de la réponse")]
    author: Annotated[int | None, told("The user who made it happen", "L’utilisateur qui en est la cause")]
    board: int | None
    item: int | None
    update: int | None
    automation: int | None
    created_at: Moment
    read_at: Moment | None


class Notifications(Shown):
    notifications: list[Notification]
    cursor: str | None


class NotificationListing(Paging):
    kind: NoticeKind | None = None
    unread: Annotated[bool, told("Only those not read yet", "Seulement les non lues")] = False


class Reading(Taken):
    notifications: Annotated[list[Id], told("Ids; all when left out", "Identifiants ; toutes sinon")] | None = None
    read: Annotated[bool, told("False marks as unread", "false marque comme non lues")] = True


@reads(
    "/me/notifications",
    Text("List my notifications, newest first", "Lister mes notifications, les plus récentes d’abord"),
)
def listing(session: Session, actor: Actor, asked: NotificationListing) -> Notifications:
    before = last_id(asked.cursor) if asked.cursor else None
    found = notifications(session, actor, limit=asked.limit + 1, before=before, kind=asked.kind, unread=asked.unread)
    shown = [
        Notification(
            id=line.id,
            kind=NoticeKind(line.kind),
            message=notice.sentence(actor.language),
            author=line.author_id,
            board=line.board_id,
            item=line.item_id,
            update=line.update_id,
            automation=line.automation_id,
            created_at=to_iso(line.created_at),
            read_at=to_iso(line.read_at) if line.read_at else None,
        )
        for notice in notices(session, actor, found[: asked.limit])
        for line in (notice.line,)
    ]
    return Notifications(
        notifications=shown, cursor=encode_cursor([shown[-1].id]) if len(found) > asked.limit else None
    )


@changes(
    "/me/notifications", Text("Mark notifications as read or unread", "Marquer des notifications comme lues ou non")
)
def mark(session: Session, actor: Actor, given: Reading) -> None:
    mark_read(session, actor, given.notifications, read=given.read)


routes = [listing, mark]
