"""Home: what is to do, where one was lately, favourites, and every board as a card."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from engine.queries.agenda import When, agenda
from engine.queries.favourites import recents
from web.pages import render
from web.policy import Policy
from web.request import Page, actor, database
from web.routes.my_work import TITLES, day

SHOWN = 6
"""Tasks."""


@get("/", policy=Policy.MEMBER, sync_to_thread=True)
def home(request: Page) -> Response[str]:
    with database(request).read() as session:
        work = agenda(session, actor(request)).tasks
        places = recents(session, actor(request))
    pressing = [task for when in (When.OVERDUE, When.TODAY, When.WEEK) for task in work[when]]
    others = [task for when in (When.LATER, When.NEVER) for task in work[when]]
    shown: dict[str, Any] = {
        "work": work,
        "tasks": (pressing + others)[:SHOWN],
        "recents": places,
        "titles": TITLES,
        "day": day,
    }
    return render(request, "home.html", **shown)


routes = [home]
