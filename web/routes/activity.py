"""What happened on a board, as a page that can be narrowed; and a past value put back into its cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from engine.commands.past_values import restore_value
from engine.errors import Invalid
from engine.models import Event
from engine.moment import from_iso
from engine.queries.activity import Asked, activity
from engine.queries.items import names_of
from engine.text import Text
from engine.zones import midnight
from web.fields import text, whole
from web.history import Line, drawn
from web.opening import Opened, reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, QueryNumber, language, wants_fragment

PAGE = 50
AT_ONCE = timedelta(seconds=2)
PUT_BACK = Text("“{value}” is back in {column}.", "« {value} » est de retour dans {column}.")
EMPTIED = Text("{column} is empty again.", "{column} est de nouveau vide.")
NO_DAY = Text("Give the day as 2026-01-31.", "Donnez le jour sous la forme 2026-01-31.")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the page, about an item where it has one; `more` others like it came with it."""

    line: Line
    item_id: int | None
    item: str
    more: int = 0


@get("/b/{board_id:int}/activity", policy=Policy.MEMBER, sync_to_thread=True)
def page(
    request: Page,
    board_id: FromPath[int],
    who: FromQuery[str] = "",
    column: FromQuery[str] = "",
    day: FromQuery[str] = "",
    before: QueryNumber = 0,
) -> Response[str]:
    with reading(request, board_id) as at:
        found = list(activity(at.session, at.actor, at.board, asked(at, who, column, day, before), PAGE + 1))
        shown: dict[str, Any] = {
            "board": at.board,
            "told": told(at, found[:PAGE]),
            "next": found[PAGE - 1].seq if len(found) > PAGE else None,
            "people": sorted(at.context.people.values(), key=lambda one: one.name),
            "who": who,
            "column": column,
            "day": day,
        }
        return render(request, "activity/_lines.html" if wants_fragment(request) else "activity/activity.html", **shown)


def asked(at: Opened, who: str, column: str, day: str, before: int) -> Asked:
    since = until = None
    if day:
        since, until = (from_iso(midnight(one, at.context.zone)) for one in days(day))
    return Asked(
        user_id=whole(who) if who else None,
        column=at.board.column(column).key if column else None,
        since=since,
        until=until,
        before=before or None,
    )


def days(typed: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(typed)
        return first, first + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Invalid(NO_DAY, field="day") from None


def told(at: Opened, found: list[Event]) -> list[Told]:
    """Many alike at once are one line."""
    lines, names = drawn(at, found), names_of(at.session, at.board, {one.item_id for one in found if one.item_id})
    made: list[Told] = []
    for event, line, newer in zip(found, lines, [None, *found], strict=False):
        if newer is not None and are_alike(event, newer):
            made[-1] = Told(made[-1].line, made[-1].item_id, made[-1].item, made[-1].more + 1)
        else:
            made.append(Told(line, event.item_id, names.get(event.item_id or 0, "")))
    return made


def are_alike(older: Event, newer: Event) -> bool:
    """The same done by the same person to one item after another."""
    kinds = [(one.kind, one.user_id, one.actor_kind) for one in (older, newer)]
    others = None not in (older.item_id, newer.item_id) and older.item_id != newer.item_id
    return others and kinds[0] == kinds[1] and newer.created_at - older.created_at < AT_ONCE


@post(
    "/boards/{board_id:int}/items/{item_id:int}/cells/{key:str}/restoration", policy=Policy.MEMBER, sync_to_thread=True
)
def put_back(
    request: Page, board_id: FromPath[int], item_id: FromPath[int], key: FromPath[str], form: Form
) -> Response[Any]:
    """What the cell held before the event `seq`."""
    with writing(request, board_id) as at:
        item = restore_value(*at.all, item_id, key, whole(text(form, "seq")))
        column = at.board.column(key)
        value = column.format(item.values[key], at.context)
        sentence = (PUT_BACK if value else EMPTIED).say(
            language(request), value=value, column=column.label(language(request))
        )
        events = {
            "board:taken": {"items": [item_id], "columns": [key], "whole": False},
            "toast": {"message": sentence, "undo": at.undo()},
        }
    return Response(None, status_code=204, headers={"HX-Trigger": json.dumps(events)})


routes = [page, put_back]
