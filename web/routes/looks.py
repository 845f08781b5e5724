"""How a board is looked at: the panels that build the filter, the sort, the grouping and the choice of columns."""

from __future__ import annotations

import json

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from engine.errors import Invalid
from engine.filters import Tree
from engine.periods import PERIODS
from engine.queries.boards import deleted_columns
from engine.queries.items import ItemQuery
from engine.queries.levels import MAX_LEVELS
from engine.queries.listing import count
from engine.view import DENSITIES
from web.filter_fields import finished, read_tree, with_begun
from web.filter_form import Errors, Pen, draw_tree
from web.looking import looking
from web.looks import level_choices, summary_choices
from web.opening import Opened, reading
from web.pages import render
from web.policy import Policy
from web.request import Form, Page
from web.view_state import ViewState, as_json
from web.wording import settled

FILTER = "filter"
"""Name of the tree's controls."""


@get("/boards/{board_id:int}/filters", policy=Policy.MEMBER, sync_to_thread=True)
def filters(request: Page, board_id: FromPath[int], about: FromQuery[str] = "") -> Response[str]:
    """With one condition more, to be finished, about the column that is named."""
    with reading(request, board_id) as at:
        state = looking(at, request.query_params)
        tree = with_begun(state.filter, at.board.column(about)) if about else state.filter
        return builder(request, at, tree, found=found_by(at, state))


@post("/boards/{board_id:int}/filters", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def build(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """The form with what its controls ask for; its finished conditions become the view's filter."""
    with reading(request, board_id) as at:
        tree = read_tree(form, FILTER, at.board, at.context)
        try:
            whole = finished(tree, at.board)
            found = settled(whole, at.board, at.context) if whole else None
        except Invalid as error:
            errors = {f"{FILTER}.{error.field}".removesuffix("."): error.say(at.context.language)}
            return builder(request, at, tree, errors=errors)
        headers = {"HX-Trigger": json.dumps({"board:filter": {"filter": as_json(found)}})}
        return builder(request, at, tree, found=found_by(at, ViewState(filter=found)), headers=headers)


def builder(
    request: Page,
    at: Opened,
    tree: Tree | None,
    *,
    found: tuple[int, int] | None = None,
    errors: Errors | None = None,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    group = draw_tree(Pen(at.board, at.context, errors=errors or {}), tree, FILTER)
    return render(request, "boards/_filters.html", headers=headers, board=at.board, group=group, found=found)


def found_by(at: Opened, state: ViewState) -> tuple[int, int] | None:
    """How many items the filter finds, of how many; None while it finds none of its columns."""
    try:
        query = ItemQuery(filter=state.filter, search=state.search)
        return count(at.session, at.board, query, at.context), count(at.session, at.board, ItemQuery(), at.context)
    except Invalid:
        return None


@get("/boards/{board_id:int}/sorts", policy=Policy.MEMBER, sync_to_thread=True)
def sorts(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        return render(request, "boards/_sorts.html", board=at.board, state=looking(at, request.query_params))


@get("/boards/{board_id:int}/groupings", policy=Policy.MEMBER, sync_to_thread=True)
def groupings(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        choices = level_choices(at.board, at.context.language)
        state = looking(at, request.query_params)
        return render(request, "boards/_groupings.html", choices=choices, state=state, periods=PERIODS, most=MAX_LEVELS)


@get("/boards/{board_id:int}/columns/{key:str}/summary", policy=Policy.MEMBER, sync_to_thread=True)
def summary(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    """What may stand under a column: one of its type's aggregates, or nothing."""
    with reading(request, board_id) as at:
        column, state = at.board.column(key), looking(at, request.query_params)
        ways = summary_choices(column, state, at.context.language)
        return render(request, "boards/_summary.html", board=at.board, column=column, ways=ways)


@get("/boards/{board_id:int}/columns", policy=Policy.MEMBER, sync_to_thread=True)
def columns(request: Page, board_id: FromPath[int]) -> Response[str]:
    """Which columns this view shows; those that were deleted can be restored."""
    with reading(request, board_id) as at:
        state, gone = looking(at, request.query_params), deleted_columns(at.session, at.actor, at.board.id)
        return render(
            request, "boards/_shown_columns.html", board=at.board, state=state, deleted=gone, densities=DENSITIES
        )


routes = [filters, build, sorts, groupings, summary, columns]
