"""Updates: write, edit, delete and restore what is said about an item. Whoever it concerns is told."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.notifications import tell
from engine.commands.search import reindex_items
from engine.errors import Forbidden, Invalid
from engine.events import EventKind
from engine.models import Mention, Update
from engine.moment import now
from engine.notices import NoticeKind
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.items import item
from engine.queries.notifications import recipients
from engine.queries.updates import update as load_update
from engine.richtext import cleaned, mentioned, plain
from engine.schema.compiled import CompiledBoard
from engine.text import Text

NOT_YOURS = Text(
    "Only whoever wrote this update may change it.", "Seul l’auteur de cette mise à jour peut la modifier."
)
NOT_THERE = Text(
    "{name} may not see this board. Share it with them first, or take the mention out.",
    "{name} ne peut pas voir ce tableau. Partagez-le d’abord avec cette personne, ou retirez la mention.",
)
SOMEBODY = Text("This person", "Cette personne")


def write_update(
    session: Session, actor: Actor, board: CompiledBoard, item_id: int, html: str, *, parent_id: int | None = None
) -> Update:
    """An update about the item, or a reply. A reply to a reply joins the same thread. Raises Invalid, its field `html`."""
    require(actor, Permission.ITEM_EDIT, board)
    item(session, board, item_id)
    parent = None if parent_id is None else load_update(session, board, parent_id)
    if parent is not None and parent.parent_id is not None:
        parent = load_update(session, board, parent.parent_id)
    text = cleaned(html)
    made = Update(
        board_id=board.id,
        item_id=item_id if parent is None else parent.item_id,
        parent_id=parent and parent.id,
        user_id=actor.user_id,
        html=text,
        text=plain(text, context_for(session, actor).people),
    )
    session.add(made)
    session.flush()
    named = mention(session, actor, board, made, mentioned(text))
    about = {"item_id": made.item_id, "update_id": made.id}
    if parent is not None and parent.user_id not in named:
        tell(session, actor, board, NoticeKind.REPLIED, [parent.user_id], **about)
    told(session, actor, board, made, EventKind.UPDATE_WRITTEN)
    return made


def edit_update(session: Session, actor: Actor, board: CompiledBoard, update_id: int, html: str) -> Update:
    """Only one's own; who is mentioned anew is told."""
    require(actor, Permission.ITEM_EDIT, board)
    found = load_update(session, board, update_id)
    if found.user_id != actor.user_id:
        raise Forbidden(NOT_YOURS)
    text = cleaned(html)
    if text == found.html:
        return found
    before = mentioned(found.html)
    found.html, found.text = text, plain(text, context_for(session, actor).people)
    found.edited_at = now()
    session.flush()
    session.execute(sa.delete(Mention).where(Mention.update_id == found.id))
    mention(session, actor, board, found, mentioned(text), before)
    told(session, actor, board, found, EventKind.UPDATE_CHANGED)
    return found


def mention(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    made: Update,
    user_ids: list[int],
    before: Iterable[int] = (),
) -> list[int]:
    """Keep who is mentioned, and tell those who were not before. Raises Invalid for somebody who may not see the board."""
    new = [user_id for user_id in user_ids if user_id not in before]
    there = {person.id for person in recipients(session, actor, new, board.id)} if new else set()
    for user_id in new:
        if user_id not in there:
            person = context_for(session, actor).people.get(user_id)
            raise Invalid(NOT_THERE, field="html", name=person.name if person else SOMEBODY)
    session.add_all(Mention(update_id=made.id, user_id=user_id) for user_id in user_ids)
    session.flush()
    tell(session, actor, board, NoticeKind.MENTIONED, new, item_id=made.item_id, update_id=made.id)
    return new


def delete_update(session: Session, actor: Actor, board: CompiledBoard, update_id: int) -> Update:
    """One's own, or as an administrator anybody's; the replies go with it."""
    found = removable(session, actor, board, update_id)
    if found.deleted_at is None:
        mark(session, found, Update.deleted_at.is_(None), deleted=True)
        told(session, actor, board, found, EventKind.UPDATE_DELETED)
    return found


def restore_update(session: Session, actor: Actor, board: CompiledBoard, update_id: int) -> Update:
    """With the replies that were deleted with it."""
    found = removable(session, actor, board, update_id)
    if found.deleted_at is not None:
        mark(session, found, Update.deleted_at == found.deleted_at, deleted=False)
        told(session, actor, board, found, EventKind.UPDATE_RESTORED)
    return found


def removable(session: Session, actor: Actor, board: CompiledBoard, update_id: int) -> Update:
    found = load_update(session, board, update_id, deleted=True)
    if found.user_id == actor.user_id:
        require(actor, Permission.ITEM_EDIT, board)
    elif not actor.may(Permission.USER_MANAGE):
        raise Forbidden(NOT_YOURS)
    return found


def mark(session: Session, found: Update, alike: sa.ColumnElement[bool], *, deleted: bool) -> None:
    thread = sa.or_(Update.id == found.id, Update.parent_id == found.id)
    session.execute(sa.update(Update).where(thread, alike).values(deleted_at=now() if deleted else None))
    session.refresh(found)


def told(session: Session, actor: Actor, board: CompiledBoard, made: Update, kind: EventKind) -> None:
    """Found by search as it is now, and announced."""
    one = item(session, board, made.item_id, deleted=True)
    reindex_items(session, board, {one.id: one.values}, context_for(session, actor), [one.id])
    record(session, actor, board.id, kind, {"update": made.id}, item_id=made.item_id)
