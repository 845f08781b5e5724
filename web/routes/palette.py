"""What Ctrl K finds beside the commands of the page itself: boards and items; and the list of keys behind `?`."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromQuery

from engine.fold import fold
from engine.queries.boards import BoardSummary, boards
from engine.queries.search import search_everywhere
from web.pages import render
from web.policy import Policy
from web.request import Page, actor, database, language

MAX_BOARDS = 6
MAX_ITEMS = 12


@get("/palette", policy=Policy.MEMBER, sync_to_thread=True)
def found(request: Page, q: FromQuery[str] = "") -> Response[str]:
    """Boards whose title holds every word, and items that have every word; without words the first boards."""
    who = actor(request)
    with database(request).read() as session:
        fitting = [one for one in boards(session, who) if holds(one, q, request)]
        items = search_everywhere(session, who, q, MAX_ITEMS)
        return render(request, "palette/_found.html", boards=fitting[:MAX_BOARDS], items=items)


@get("/shortcuts", policy=Policy.MEMBER, sync_to_thread=True)
def shortcuts(request: Page) -> Response[str]:
    return render(request, "palette/_shortcuts.html")


def holds(board: BoardSummary, words: str, request: Page) -> bool:
    title = fold(board.title(language(request)))
    return all(word in title for word in fold(words).split())


routes = [found, shortcuts]
