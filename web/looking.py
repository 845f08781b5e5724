"""Which saved view a request looks through, and what its address changes about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import NotFound
from engine.models import View
from engine.queries.views import GONE, opening_view, views
from web.opening import Opened
from web.view_state import ViewState


def looking(at: Opened, query: Mapping[str, str]) -> ViewState:
    """Raises NotFound for a view that is gone, or somebody else's own."""
    chosen = chosen_view(views(at.session, at.actor, at.board), query.get("view"))
    return ViewState.read(query, chosen.settings if chosen else {}, chosen.id if chosen else None)


def chosen_view(found: Sequence[View], wanted: str | None) -> View | None:
    if not wanted:
        return opening_view(found)
    known = {str(one.id): one for one in found}
    if wanted not in known:
        raise NotFound(GONE)
    return known[wanted]
