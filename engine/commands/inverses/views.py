"""Saved views become again what they were; new ones go, deleted ones return."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.inverse import Reason, Undoing, takes_back
from engine.commands.views import record_view, told
from engine.events import EventKind
from engine.models import Event, View
from engine.moment import now
from engine.permissions import Permission, require
from engine.text import Text

CHANGED = Reason(
    Text(
        "The view “{name}” was changed since and was left as it is.",
        "La vue « {name} » a été modifiée depuis et reste telle quelle.",
    ),
    Text(
        "{count} views were changed since and were left as they are.",
        "{count} vues ont été modifiées depuis et restent telles quelles.",
    ),
)


@takes_back(EventKind.VIEW_CHANGED)
def change_back(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.BOARD_EDIT, undoing.board)
    for event in events:
        before, after = event.payload.get("before"), event.payload.get("after")
        current = undoing.session.get(View, event.payload["view"])
        if current is None or differs(shared(current), before, after):
            undoing.leave(CHANGED, name=(before or after or {}).get("title", ""))
            continue
        seen = told(current)
        was_own = event.payload.get("own", [False])[0]
        put_back(current, before, owner_id=undoing.actor.user_id if was_own else None)
        undoing.session.flush()
        record_view(
            undoing.session,
            undoing.actor,
            undoing.board,
            current.id,
            seen if after else None,
            None if current.deleted_at else told(current),
        )


def shared(view: View) -> dict[str, Any] | None:
    """What everybody sees of it: nothing of one that is deleted, or somebody's own."""
    return None if view.deleted_at or view.owner_id else told(view)


def differs(
    current: Mapping[str, Any] | None, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> bool:
    """Whether what the step changed is no longer as the step left it."""
    if current is None or after is None:
        return current is not after
    return any(current[name] != after[name] for name in after if before is None or before.get(name) != after[name])


def put_back(current: View, before: Mapping[str, Any] | None, owner_id: int | None) -> None:
    """`owner_id` is whose own it was, where it was not shared."""
    if before is not None:
        current.deleted_at = None
        for name, value in before.items():
            setattr(current, name, value)
    elif owner_id is not None:
        current.owner_id, current.is_default = owner_id, False
    else:
        current.deleted_at = now()
