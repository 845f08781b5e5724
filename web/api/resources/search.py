"""Search on all boards at once."""

from typing import Annotated

from engine.permissions import Actor
from engine.queries.search import search_everywhere
from engine.session import Session
from engine.text import Text
from web.api.resources.items import SearchText
from web.api.routing import reads
from web.api.shapes import Limit, Shown, Taken, told


class Hit(Shown):
    item: Annotated[int, told("Id of the item", "Identifiant de l’élément")]
    name: str
    board: int
    board_title: str


class Hits(Shown):
    hits: list[Hit]


class Searching(Taken):
    q: SearchText
    limit: Limit = 20


@reads("/search", Text("Search the items of all boards", "Chercher dans les éléments de tous les tableaux"))
def listing(session: Session, actor: Actor, asked: Searching) -> Hits:
    found = search_everywhere(session, actor, asked.q, asked.limit)
    title = {hit.board.id: hit.board.title(actor.language) for hit in found}
    return Hits(
        hits=[
            Hit(item=hit.item_id, name=hit.name, board=hit.board.id, board_title=title[hit.board.id]) for hit in found
        ]
    )


routes = [listing]
