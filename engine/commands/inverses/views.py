"""Saved views become again what they were; new ones go, deleted ones return."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.inverse import Reason, Undoing, takes_back
from engine.commands.views import record_view, told
from engine.events import EventKind
from engine.models import Event, View
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
    for event in events:
        before, after = event.payload.get("before"), event.payload.get("after")
        known = before or after or {}
        if known.get("owner_id") != undoing.actor.user_id:
            require(undoing.actor, Permission.BOARD_EDIT, undoing.board)
        current = undoing.session.get(View, event.payload["view"])
        if differs(current, before, after):
            undoing.leave(CHANGED, name=known.get("title", ""))
            continue
        put_back(undoing, current, before)
        record_view(undoing.session, undoing.actor, undoing.board, event.payload["view"], after, before)


def differs(current: View | None, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether what the step changed is no longer as the step left it."""
    if current is None or after is None:
        return (current is None) != (after is None)
    now = told(current)
    return any(now[name] != after[name] for name in after if before is None or before.get(name) != after[name])


def put_back(undoing: Undoing, current: View | None, before: Mapping[str, Any] | None) -> None:
    if before is None and current is not None:
        undoing.session.delete(current)
    elif current is None and before is not None:
        undoing.session.add(View(**before))
    elif current is not None and before is not None:
        for name, value in before.items():
            setattr(current, name, value)
    undoing.session.flush()
