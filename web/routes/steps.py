"""One's own steps on a board: what the buttons of its bar say, and taking one back or doing it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from engine.commands.undo import Undone
from engine.commands.undoings import redo as redo_step
from engine.commands.undoings import undo as undo_step
from engine.models import Job
from engine.queries.steps import name_of, next_redo, next_undo
from engine.text import Text
from web.opening import Opened, reading, writing
from web.pages import render
from web.policy import Policy
from web.request import OptionalQueryNumber, Page, language
from web.routes.edits import REDONE, UNDONE

SHOWN_ITEMS = 200
"""Items that the page is asked to show again one by one; with more it is drawn anew."""


@get("/boards/{board_id:int}/steps", policy=Policy.MEMBER, sync_to_thread=True)
def buttons(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        names = [
            name_of(at.session, at.board, step).say(at.context.language) if step else ""
            for step in (next_undo(at.session, at.actor, board_id), next_redo(at.session, at.actor, board_id))
        ]
        return render(request, "boards/_steps.html", board=at.board, undo=names[0], redo=names[1])


@post("/boards/{board_id:int}/undoings", policy=Policy.MEMBER, sync_to_thread=True)
def undo(request: Page, board_id: FromPath[int], step: OptionalQueryNumber = None) -> Response[Any]:
    """The step given, or the last one."""
    return taken(request, board_id, UNDONE, lambda at: undo_step(*at.all, step))


@post("/boards/{board_id:int}/redoings", policy=Policy.MEMBER, sync_to_thread=True)
def redo(request: Page, board_id: FromPath[int]) -> Response[Any]:
    return taken(request, board_id, REDONE, lambda at: redo_step(*at.all))


def taken(request: Page, board_id: int, sentence: Text, way: Callable[[Opened], Job | Undone]) -> Response[Any]:
    with writing(request, board_id) as at:
        undone = way(at)
    events = {"board:works": {"job": undone.id}} if isinstance(undone, Job) else told(request, sentence, undone)
    return Response(None, status_code=204, headers={"HX-Trigger": json.dumps(events)})


def told(request: Page, sentence: Text, undone: Undone) -> dict[str, Any]:
    """What the page shows: where it happened, what it was, what was left and why."""
    speech, few = language(request), len(undone.items) <= SHOWN_ITEMS
    events: dict[str, Any] = {
        "board:taken": {
            "items": list(undone.items) if few else [],
            "columns": list(undone.columns),
            "whole": undone.is_structure or not few,
        }
    }
    reasons = " ".join(undone.reasons(speech))
    if undone.did_something:
        message = sentence.say(speech, name=undone.name.say(speech))
        events["toast"] = {"message": f"{message} {reasons}".strip(), "undo": None}
    else:
        events["toast"] = {"message": reasons, "undo": None, "bad": True}
    return events


routes = [buttons, undo, redo]
