"""Saved views: create one, change one."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import Invalid, NotFound
from engine.events import EventKind
from engine.filters import check_filter
from engine.models import View
from engine.outbox import record
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.views import views
from engine.rank import between
from engine.schema.compiled import CompiledBoard
from engine.schema.reasons import check
from engine.text import Text
from engine.titles import checked_title
from engine.views import view_types

MAX_TITLE = 80
NO_TITLE = Text(
    "Give the view a name of at most {limit} characters.", "Donnez à la vue un nom d’au plus {limit} caractères."
)
NO_TYPE = Text("There is no view type “{type}”.", "Il n’existe pas de type de vue « {type} ».")
GONE = Text("This view no longer exists.", "Cette vue n’existe plus.")
SETTINGS = Text("The settings of the view", "Les réglages de la vue")


def create_view(
    session: Session, actor: Actor, board: CompiledBoard, type_name: str, title: str, settings: Mapping[str, Any]
) -> View:
    """Behind the others. Raises Invalid for settings that the type or the board does not know."""
    require(actor, Permission.BOARD_EDIT, board)
    check_view(session, actor, board, type_name, settings)
    last = views(session, board)[-1:]
    created = View(
        board_id=board.id,
        type=type_name,
        title=checked_title(title, NO_TITLE, MAX_TITLE),
        settings=dict(settings),
        position=between(last[0].position if last else None, None),
    )
    session.add(created)
    session.flush()
    record_view(session, actor, board, created.id, None, told(created))
    return created


def change_view(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    view_id: int,
    *,
    title: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> View:
    """What is None stays."""
    require(actor, Permission.BOARD_EDIT, board)
    changed = session.scalar(sa.select(View).where(View.id == view_id, View.board_id == board.id))
    if changed is None:
        raise NotFound(GONE)
    before = told(changed)
    if settings is not None:
        check_view(session, actor, board, changed.type, settings)
        changed.settings = dict(settings)
    if title is not None:
        changed.title = checked_title(title, NO_TITLE, MAX_TITLE)
    record_view(session, actor, board, view_id, before, told(changed))
    return changed


def told(view: View) -> dict[str, Any]:
    """Everything that a view is: what undo puts back."""
    return {column.key: getattr(view, column.key) for column in sa.inspect(View).column_attrs}


def record_view(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    view_id: int,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """`before` and `after` are what the view is `told` to be; None where there is none."""
    if before != after:
        payload = {"view": view_id, "before": before, "after": after}
        record(session, actor, board.id, EventKind.VIEW_CHANGED, payload)


def check_view(
    session: Session, actor: Actor, board: CompiledBoard, type_name: str, settings: Mapping[str, Any]
) -> None:
    if type_name not in view_types:
        raise Invalid(NO_TYPE, field="type", type=type_name)
    check(view_types[type_name].settings_schema, settings, SETTINGS)
    check_filter(board, settings.get("filter"), context_for(session, actor))
