"""Rows that a page asks for again by the ids of their items, and the places where they stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.queries.items import BoardItem, items_by_id
from engine.queries.listing import count
from engine.queries.sections import matching
from engine.queries.windows import places
from web.board_area import key_of, section_query
from web.opening import Opened
from web.painting import paints
from web.render import rows
from web.view_state import ViewState


@dataclass(frozen=True, slots=True)
class FreshRows:
    """Rows of one section; `places` are those of its items and anchors by their ids, `count` is how many it holds.

    Both are asked for only by a page that says which anchors it has.
    """

    key: str
    rows: Markup
    places: Mapping[int, int]
    count: int | None


def hidden(at: Opened, state: ViewState, ids: Sequence[int]) -> list[int]:
    """Those of the items that exist, but not in this view."""
    shown = {one.id for one in matching(at.session, at.board, state.items(), at.context, ids)}
    return [one.id for one in items_by_id(at.session, at.board, ids) if one.id not in shown]


def fresh_rows(at: Opened, state: ViewState, ids: Sequence[int], anchors: Sequence[int] | None) -> list[FreshRows]:
    """Those of the items that the view still shows. Anchors are items whose rows the page has already."""
    wanted = set(ids)
    asked = [*wanted, *(anchors or ())]
    by_section: dict[str, list[BoardItem]] = {}
    for one in matching(at.session, at.board, state.items(), at.context, asked):
        by_section.setdefault(key_of(at, state, one), []).append(one)
    return [fresh(at, state, key, items, wanted, placed=anchors is not None) for key, items in by_section.items()]


def fresh(
    at: Opened, state: ViewState, key: str, items: Sequence[BoardItem], wanted: set[int], *, placed: bool
) -> FreshRows:
    shown = [one for one in items if one.id in wanted]
    drawn = rows(at.board, state.columns(at.board), shown, at.context, paints(at, state, shown))
    if not placed:
        return FreshRows(key, drawn, {}, None)
    query = section_query(at, state, key)
    found = places(at.session, at.board, query, at.context, [one.id for one in items])
    return FreshRows(key, drawn, found, count(at.session, at.board, query, at.context))
