"""What the user was told."""

from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.notifications import notifications
from engine.queries.paging import encode_cursor
from engine.session import Session
from engine.text import Text
from web.api.routing import reads
from web.api.shapes import Moment, Paging, Shown, last_id


class Notification(Shown):
    id: int
    message: str
    board: int | None
    item: int | None
    automation: int | None
    created_at: Moment
    read_at: Moment | None


class Notifications(Shown):
    notifications: list[Notification]
    cursor: str | None


@reads(
    "/me/notifications",
    Text("List my notifications, newest first", "Lister mes notifications, les plus récentes d’abord"),
)
def listing(session: Session, actor: Actor, asked: Paging) -> Notifications:
    before = last_id(asked.cursor) if asked.cursor else None
    found = notifications(session, actor, limit=asked.limit + 1, before=before)
    shown = [
        Notification(
            id=line.id,
            message=line.message,
            board=line.board_id,
            item=line.item_id,
            automation=line.automation_id,
            created_at=to_iso(line.created_at),
            read_at=to_iso(line.read_at) if line.read_at else None,
        )
        for line in found[: asked.limit]
    ]
    return Notifications(
        notifications=shown, cursor=encode_cursor([shown[-1].id]) if len(found) > asked.limit else None
    )


routes = [listing]
