"""One edit of many items of a view: a few at once, more of them as a job that others can write beside, one step to undo."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy.orm import Session

from engine.commands.edit import Edit, apply, check, ranges
from engine.commands.jobs import create_job
from engine.errors import Invalid
from engine.models import Job
from engine.permissions import Actor
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.windows import window_ids
from engine.schema.compiled import CompiledBoard
from engine.text import Text

AT_ONCE = 500
"""Items that are edited while one waits."""
KIND = "edit_items"
NOTHING = Text("Choose at least one item.", "Choisissez au moins un élément.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The items `ids`, or all that `query` lists now, without `left_out`."""

    ids: Sequence[int] = ()
    query: ItemQuery | None = None
    left_out: Sequence[int] = field(default_factory=tuple)


def edit_items(session: Session, actor: Actor, board: CompiledBoard, chosen: Chosen, edit: Edit) -> Job | int:
    """Returns how many items it has edited, or the job that will.

    Which items these are is settled now: what comes into the view while the job runs stays as it is.
    Raises Invalid, InvalidMany, NotFound and Forbidden before anything is written or queued.
    """
    check(session, actor, board, edit)
    ids = chosen_ids(session, actor, board, chosen)
    if not ids:
        raise Invalid(NOTHING, field="items")
    if len(ids) <= AT_ONCE:
        apply(session, actor, board, ids, edit)
        return len(ids)
    settings = {"items": ranges(ids), "edit": msgspec.to_builtins(edit), "login": actor.login_id}
    job = create_job(session, actor, KIND, board, settings)
    job.total = len(ids)
    return job


def chosen_ids(session: Session, actor: Actor, board: CompiledBoard, chosen: Chosen) -> list[int]:
    """In the order of the view, or as given."""
    if chosen.query is None:
        return list(dict.fromkeys(chosen.ids))
    left_out = set(chosen.left_out)
    found = window_ids(session, board, chosen.query, context_for(session, actor))
    return [item_id for item_id in found if item_id not in left_out]
