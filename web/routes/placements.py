"""Where items, columns and groups stand: the dialogs that ask for a place, moves of items, and their copies."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from engine.commands.copying import copy_items
from engine.commands.moving import move_items
from engine.commands.regrouping import bring_items
from engine.errors import NotFound
from engine.queries.groups import group, groups
from engine.queries.items import ItemQuery, item
from engine.queries.listing import page
from engine.queries.sections import neighbours
from engine.text import Text
from engine.view import Section
from web.board_area import outline, section_key, section_query
from web.fields import text, whole, whole_numbers
from web.looking import looking
from web.opening import Opened, reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, QueryNumber, language

CANDIDATES = 50
COPIED_ONE = Text("Item duplicated.", "Élément dupliqué.")
COPIED_MANY = Text("{count} items duplicated.", "{count} éléments dupliqués.")
MOVED_ONE = Text("Item moved.", "Élément déplacé.")
MOVED_MANY = Text("{count} items moved.", "{count} éléments déplacés.")


@post("/boards/{board_id:int}/placements", policy=Policy.MEMBER, sync_to_thread=True)
def move(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """The items `ids` go into the group `to`: `place` top or (default) bottom, or before or after the item `anchor`.

    Or into the `section` of a grouped table, which gives them its values. Whoever takes many small steps asks for `quiet`.
    """
    ids = whole_numbers(text(form, "ids"))
    with writing(request, board_id) as at:
        if section := str(form.get("section", "")):
            bring_items(*at.all, ids, section_query(at, looking(at, request.query_params), section).holds)
        else:
            move_items(*at.all, ids, whole(text(form, "to")), **place_of(at, form))
        undo = None if form.get("quiet") else at.undo()
    sentence = (MOVED_ONE if len(ids) == 1 else MOVED_MANY).say(language(request), count=len(ids))
    told = {"toast": {"message": sentence, "undo": undo}} if undo else {}
    return Response(None, status_code=204, headers=moved(ids, told))


def place_of(at: Opened, form: Form) -> dict[str, Any]:
    place, anchor = form.get("place", "bottom"), form.get("anchor")
    if place == "top":
        return {"to_top": True}
    if place not in ("before", "after") or not isinstance(anchor, str) or not anchor:
        return {}
    after: int | None = whole(anchor)
    if place == "before":
        after, _ = neighbours(at.session, at.board, item(at.session, at.board, whole(anchor)))
    return {"after_id": after} if after else {"to_top": True}


def moved(ids: list[int], told: dict[str, Any]) -> dict[str, str]:
    return {"HX-Trigger": json.dumps({"done": {}, "board:moved": {"ids": ids}, **told})}


@get("/boards/{board_id:int}/placements/new", policy=Policy.MEMBER, sync_to_thread=True)
def ask(
    request: Page,
    board_id: FromPath[int],
    ids: FromQuery[str],
    to: QueryNumber = 0,
    place: FromQuery[str] = "bottom",
    q: FromQuery[str] = "",
) -> Response[str]:
    """The dialog that asks where items shall go; with `place` before or after, beside which item of the group.

    Where the table is grouped, it asks for one of its sections.
    """
    moving = whole_numbers(ids)
    if not moving:
        raise NotFound
    with reading(request, board_id) as at:
        state = looking(at, request.query_params)
        if state.group:
            sections = [(section_key(one.query), path_of(one)) for one in outline(at, state).sections]
            asked: dict[str, Any] = {"sections": sections, "ids": ids, "count": len(moving)}
            return render(request, "boards/_regrouping.html", board=at.board, **asked)
        there = groups(at.session, at.board)
        into = to or item(at.session, at.board, moving[0]).group_id
        query = ItemQuery(group_id=into, search=q, limit=CANDIDATES)
        beside = page(at.session, at.board, query, at.context).items if place in ("before", "after") else []
        chosen: dict[str, Any] = {"ids": ids, "count": len(moving), "to": into, "place": place, "q": q}
        others = [one for one in beside if one.id not in moving]
        return render(request, "boards/_placement.html", board=at.board, groups=there, beside=others, **chosen)


def path_of(section: Section) -> str:
    return " › ".join([*(one.title for one in section.above), section.title])


@get("/boards/{board_id:int}/columns/{key:str}/place", policy=Policy.MEMBER, sync_to_thread=True)
def column_place(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    with reading(request, board_id) as at:
        return render(request, "boards/_column_place.html", board=at.board, column=at.board.column(key))


@get("/boards/{board_id:int}/groups/{group_id:int}/place", policy=Policy.MEMBER, sync_to_thread=True)
def group_place(request: Page, board_id: FromPath[int], group_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        one, there = group(at.session, at.board, group_id), groups(at.session, at.board)
        return render(request, "boards/_group_place.html", board=at.board, group=one, groups=there)


@post("/boards/{board_id:int}/copies", policy=Policy.MEMBER, sync_to_thread=True)
def duplicate(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """One copy of each of the items `ids`."""
    with writing(request, board_id) as at:
        made = copy_items(*at.all, whole_numbers(text(form, "ids")))
        undo = at.undo()
    sentence = (COPIED_ONE if len(made) == 1 else COPIED_MANY).say(language(request), count=len(made))
    told = {"toast": {"message": sentence, "undo": undo}, "board:moved": {"ids": [one.id for one in made]}}
    return Response(None, status_code=204, headers={"HX-Trigger": json.dumps(told)})


routes = [move, ask, column_place, group_place, duplicate]
