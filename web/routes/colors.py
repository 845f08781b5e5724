"""The colours of a view: the panel of its rules, and the builder of a rule's condition."""

from __future__ import annotations

import json

from litestar import Response, get, post
from litestar.params import FromPath

from engine.choices import COLORS
from engine.errors import Invalid
from web.filter_fields import finished, read_tree
from web.filter_form import Pen, draw_tree
from web.looking import looking
from web.looks import color_rules, overdue
from web.opening import reading
from web.pages import render
from web.policy import Policy
from web.request import Form, Page
from web.view_state import as_json
from web.wording import settled

WHEN = "when"
"""Name of the condition's controls."""


@get("/boards/{board_id:int}/colors", policy=Policy.MEMBER, sync_to_thread=True)
def colors(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        rules = color_rules(at.board, looking(at, request.query_params), at.context)
        preset = overdue(at.board)
        return render(
            request, "boards/_colors.html", board=at.board, rules=rules, palette=COLORS, overdue=as_json(preset)
        )


@get("/boards/{board_id:int}/colors/{place:int}", policy=Policy.MEMBER, sync_to_thread=True)
def condition(request: Page, board_id: FromPath[int], place: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        known = looking(at, request.query_params).colors
        tree = known[place].get("when") if place < len(known) else None
        group = draw_tree(Pen(at.board, at.context), tree, WHEN)
        return render(request, "boards/_color_condition.html", board=at.board, group=group, place=place)


@post("/boards/{board_id:int}/colors/{place:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def build(request: Page, board_id: FromPath[int], place: FromPath[int], form: Form) -> Response[str]:
    """The builder with what its controls ask for; its finished conditions become the rule's."""
    with reading(request, board_id) as at:
        tree, errors, headers = read_tree(form, WHEN, at.board, at.context), {}, {}
        try:
            whole = finished(tree, at.board)
            found = settled(whole, at.board, at.context) if whole else None
            headers = {"HX-Trigger": json.dumps({"board:color": {"place": place, "when": found}})}
        except Invalid as error:
            errors = {f"{WHEN}.{error.field}".removesuffix("."): error.say(at.context.language)}
        group = draw_tree(Pen(at.board, at.context, errors=errors), tree, WHEN)
        return render(
            request, "boards/_color_condition.html", headers=headers, board=at.board, group=group, place=place
        )


routes = [colors, condition, build]
