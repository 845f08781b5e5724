"""What is assigned to the reader on every board, by date."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from litestar import Response, get
from litestar.params import FromQuery

from engine.queries.agenda import When, agenda, options
from engine.text import Language, Text
from web.pages import render
from web.policy import Policy
from web.request import Page, actor, database, number

TITLES = {
    When.OVERDUE: Text("Overdue", "En retard"),
    When.TODAY: Text("Today", "Aujourd’hui"),
    When.WEEK: Text("This week", "Cette semaine"),
    When.LATER: Text("Later", "Plus tard"),
    When.NEVER: Text("No date", "Sans date"),
}


@get("/my-work", policy=Policy.MEMBER, sync_to_thread=True)
def my_work(request: Page, board: FromQuery[str] = "", done: FromQuery[str] = "") -> Response[str]:
    """`board` shows one board's items only, `done` those that are done, too."""
    chosen = number(board)
    with database(request).read() as session:
        found = agenda(session, actor(request), board_id=chosen, with_done=bool(done))
        shown: dict[str, Any] = {"agenda": found, "titles": TITLES, "chosen": chosen, "done": bool(done)}
        return render(request, "my_work.html", **shown, options=options, day=day)


def day(due: date, language: Language) -> str:
    """`Tue, Nov 24`, with the year where it is another one."""
    skeleton = {"en": "EEE, MMM d", "fr": "EEE d MMM"}[language]
    return format_date(due, skeleton if due.year == date.today().year else f"{skeleton} y", locale=language)  # noqa: DTZ011


routes = [my_work]
