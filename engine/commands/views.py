"""Saved views: create, change, share, lock, move, copy, delete, restore.

A view without an owner is shared and takes `board:edit`; one's own takes nothing but seeing the board.
"""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import Forbidden, Invalid, NotFound
from engine.events import EventKind
from engine.models import View
from engine.moment import now
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.views import GONE, view, views
from engine.rank import between
from engine.schema.compiled import CompiledBoard
from engine.schema.reasons import check
from engine.text import Text
from engine.titles import checked_title
from engine.views import view_types

MAX_TITLE = 80
MAX_DESCRIPTION = 500
MAX_VIEWS = 200
NO_TITLE = Text(
    "Give the view a name of at most {limit} characters.", "Donnez à la vue un nom d’au plus {limit} caractères."
)
NO_TYPE = Text("There is no view type “{type}”.", "Il n’existe pas de type de vue « {type} ».")
SETTINGS = Text("The settings of the view", "Les réglages de la vue")
LOCKED = Text(
    "This view is locked. Unlock it before you change it, or save a view of your own.",
    "Cette vue est verrouillée. Déverrouillez-la avant de la modifier, ou enregistrez une vue à vous.",
)
LAST = Text(
    "A board keeps one shared view at least. Share another one first.",
    "Un tableau garde au moins une vue partagée. Partagez-en d’abord une autre.",
)
TOO_MANY = Text(
    "A board has at most {limit} views. Delete one first.",
    "Un tableau a au plus {limit} vues. Supprimez-en d’abord une.",
)
TOO_LONG = Text(
    "A description has at most {limit} characters. Shorten it.",
    "Une description a au plus {limit} caractères. Raccourcissez-la.",
)
COPY = Text("Copy of {title}", "Copie de {title}")
MAIN = Text("Main table", "Tableau principal")


def create_view(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    type_name: str,
    title: str,
    settings: Mapping[str, Any],
    *,
    personal: bool = False,
    description: str = "",
) -> View:
    """Behind the others. Raises Invalid for settings that the type or the board does not know."""
    require(actor, Permission.BOARD_VIEW if personal else Permission.BOARD_EDIT, board)
    check_view(session, actor, board, type_name, settings)
    known = views(session, actor, board)
    if len(known) >= MAX_VIEWS:
        raise Invalid(TOO_MANY, field="title", limit=MAX_VIEWS)
    created = View(
        board_id=board.id,
        type=type_name,
        title=checked_title(title, NO_TITLE, MAX_TITLE),
        description=checked_description(description),
        settings=dict(settings),
        position=between(known[-1].position if known else None, None),
        owner_id=actor.user_id if personal else None,
    )
    session.add(created)
    session.flush()
    record_view(session, actor, board, created.id, None, told(created))
    return created


class ViewChange(TypedDict, total=False):
    """What is left out stays. `personal`: the actor's own, no longer shared; `default`: opens first."""

    title: str
    description: str
    settings: Mapping[str, Any]
    personal: bool
    locked: bool
    default: bool


def change_view(
    session: Session, actor: Actor, board: CompiledBoard, view_id: int, **change: Unpack[ViewChange]
) -> View:
    """A locked view takes nothing but its unlocking, and being the default or not."""
    changed = own_view(session, actor, board, view_id)
    before = told(changed)
    if changed.is_locked and change.get("locked") is not False and not change.keys() <= {"default", "locked"}:
        raise Forbidden(LOCKED)
    if "settings" in change:
        check_view(session, actor, board, changed.type, change["settings"])
        changed.settings = dict(change["settings"])
    if "title" in change:
        changed.title = checked_title(change["title"], NO_TITLE, MAX_TITLE)
    if "description" in change:
        changed.description = checked_description(change["description"])
    if "personal" in change:
        share(session, actor, board, changed, personal=change["personal"])
    changed.is_locked = change.get("locked", changed.is_locked)
    if "default" in change:
        make_default(session, actor, board, changed, default=change["default"])
    record_view(session, actor, board, view_id, before, told(changed))
    return changed


def own_view(session: Session, actor: Actor, board: CompiledBoard, view_id: int) -> View:
    """A view that the actor may change: their own, or a shared one for whoever edits the board."""
    found = view(session, actor, board, view_id)
    require(actor, Permission.BOARD_VIEW if found.owner_id else Permission.BOARD_EDIT, board)
    return found


def share(session: Session, actor: Actor, board: CompiledBoard, changed: View, *, personal: bool) -> None:
    """To everybody, or from everybody to the actor alone; as default it was so for others."""
    if personal == bool(changed.owner_id):
        return
    require(actor, Permission.BOARD_EDIT, board)
    if personal:
        keep_one(session, actor, board, changed)
    changed.owner_id = actor.user_id if personal else None
    changed.is_default = False


def keep_one(session: Session, actor: Actor, board: CompiledBoard, leaving: View) -> None:
    if not any(one.owner_id is None and one is not leaving for one in views(session, actor, board)):
        raise Invalid(LAST, field="personal")


def make_default(session: Session, actor: Actor, board: CompiledBoard, changed: View, *, default: bool) -> None:
    """One for the board, and one of everybody's own."""
    for other in views(session, actor, board):
        if other.is_default and other.owner_id == changed.owner_id:
            other.is_default = False
    changed.is_default = default


def move_view(session: Session, actor: Actor, board: CompiledBoard, view_id: int, *, after_id: int | None) -> View:
    """Behind another one, or in front of all."""
    moved = own_view(session, actor, board, view_id)
    others = [one for one in views(session, actor, board) if one is not moved]
    places = {one.id: place for place, one in enumerate(others)}
    if after_id is not None and after_id not in places:
        raise NotFound(GONE)
    place = 0 if after_id is None else places[after_id] + 1
    low, high = (others[n].position if 0 <= n < len(others) else None for n in (place - 1, place))
    before = told(moved)
    moved.position = between(low, high if low is None or high is None or low < high else None)
    record_view(session, actor, board, view_id, before, told(moved))
    return moved


def copy_view(session: Session, actor: Actor, board: CompiledBoard, view_id: int) -> View:
    """Right behind the original; the actor's own where they may not share one."""
    original = view(session, actor, board, view_id)
    personal = bool(original.owner_id) or not board.may(Permission.BOARD_EDIT)
    title = COPY.say(actor.language, title=original.title or MAIN.say(actor.language))[:MAX_TITLE]
    settings, about = original.settings, original.description
    made = create_view(session, actor, board, original.type, title, settings, personal=personal, description=about)
    return move_view(session, actor, board, made.id, after_id=view_id)


def delete_view(session: Session, actor: Actor, board: CompiledBoard, view_id: int) -> View:
    """Not the last shared one, nor one that is locked."""
    gone = own_view(session, actor, board, view_id)
    if gone.is_locked:
        raise Forbidden(LOCKED)
    if not gone.owner_id:
        keep_one(session, actor, board, gone)
    record_view(session, actor, board, view_id, told(gone), None)
    gone.deleted_at = now()
    return gone


def restore_view(session: Session, actor: Actor, board: CompiledBoard, view_id: int) -> View:
    found = session.scalar(
        sa.select(View).where(
            View.id == view_id,
            View.board_id == board.id,
            sa.or_(View.owner_id.is_(None), View.owner_id == actor.user_id),
        )
    )
    if found is None:
        raise NotFound(GONE)
    require(actor, Permission.BOARD_VIEW if found.owner_id else Permission.BOARD_EDIT, board)
    if found.deleted_at:
        found.deleted_at = None
        if found.is_default:
            make_default(session, actor, board, found, default=True)
        record_view(session, actor, board, view_id, None, told(found))
    return found


def told(view: View) -> dict[str, Any]:
    """Everything that a view is: what undo puts back."""
    return {
        column.key: getattr(view, column.key) for column in sa.inspect(View).column_attrs if column.key != "deleted_at"
    }


def record_view(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    view_id: int,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """`before` and `after` are what the view is `told` to be; None where there is none, or it is somebody's own."""
    own = [bool(one and one["owner_id"]) for one in (before, after)]
    before, after = (None if one and one["owner_id"] else one for one in (before, after))
    if before != after:
        payload = {"view": view_id, "before": before, "after": after, "own": own}
        record(session, actor, board.id, EventKind.VIEW_CHANGED, payload)


def checked_description(typed: str) -> str:
    text = typed.strip()
    if len(text) > MAX_DESCRIPTION:
        raise Invalid(TOO_LONG, field="description", limit=MAX_DESCRIPTION)
    return text


def check_view(
    session: Session, actor: Actor, board: CompiledBoard, type_name: str, settings: Mapping[str, Any]
) -> None:
    if type_name not in view_types:
        raise Invalid(NO_TYPE, field="type", type=type_name)
    kind = view_types[type_name]
    check(kind.settings_schema, settings, SETTINGS)
    kind.check(board, settings, context_for(session, actor))
