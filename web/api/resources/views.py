"""The saved views of a board."""

from typing import Any

from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.views import views
from engine.session import Session
from engine.text import Text
from web.api.routing import reads
from web.api.shapes import Shown


class View(Shown):
    id: int
    type: str
    title: str
    settings: dict[str, Any]


class Views(Shown):
    views: list[View]


@reads("/boards/{board_id:int}/views", Text("List a board’s views", "Lister les vues d’un tableau"))
def listing(session: Session, actor: Actor, board_id: int) -> Views:
    board = load_board(session, actor, board_id)
    found = views(session, board)
    return Views(views=[View(id=one.id, type=one.type, title=one.title, settings=one.settings) for one in found])


routes = [listing]
