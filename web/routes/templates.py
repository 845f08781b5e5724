"""The gallery of templates, their installation, and the way to be rid of their sample items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath

from automations.places import places_for
from automations.sentences import plain_sentence
from automations.slot import Places
from engine.commands.samples import remove_samples
from engine.permissions import Permission, require
from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.document import Column
from engine.text import Language, Text
from templates_boards.loader import Template, install, said, templates
from web.opening import writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, actor, database, go, language

REMOVED = Text("The sample items are deleted.", "Les éléments d’exemple sont supprimés.")
TRADES = {
    "stock": Text("Stock and purchasing", "Stocks et achats"),
    "hr": Text("Human resources", "Ressources humaines"),
    "finance": Text("Finance", "Finance"),
    "quality": Text("Quality", "Qualité"),
    "crm": Text("Customers", "Clients"),
    "it": Text("IT and support", "Informatique et support"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A template in the gallery."""

    template: Template
    trade: str
    columns: Sequence[Column]
    rules: Sequence[str]


@get("/templates", policy=Policy.MEMBER, sync_to_thread=True)
def gallery(request: Page) -> Response[str]:
    who, speech = actor(request), language(request)
    require(who, Permission.WORKSPACE_VIEW)
    with database(request).read() as session:
        cards = [card(one, who.workspace_id, places_for(session, who), speech) for one in templates()]
        return render(request, "templates/gallery.html", cards=cards)


@post("/templates/{key:str}/installation", policy=Policy.MEMBER, sync_to_thread=True)
def add_board(request: Page, key: FromPath[str], form: Form) -> Response[Any]:
    require(actor(request), Permission.BOARD_CREATE)
    with database(request).write() as session:
        board = install(session, actor(request), key, with_samples=bool(form.get("samples")))
    return go(request, f"/b/{board.id}")


@delete("/boards/{board_id:int}/samples", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def drop_samples(request: Page, board_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        remove_samples(*at.all)
        undo = at.undo()
    return render(request, "templates/_no_samples.html", headers=toast(REMOVED.say(language(request)), undo=undo))


def card(template: Template, workspace_id: int, places: Places, speech: Language) -> Card:
    board = compile_board(0, workspace_id, 1, template.document)
    rules = [plain_sentence(said(rule, speech), board, standing_in(places, board), speech) for rule in template.rules]
    trade = TRADES[template.trade].say(speech) if template.trade in TRADES else template.trade
    return Card(template, trade, list(board.columns.values()), rules)


def standing_in(places: Places, board: CompiledBoard) -> Places:
    """A board that is not there yet, so that its rules can be said."""
    return Places(places.context, {board.id: board}, {board.id: {}}, places.owner)


routes = [gallery, add_board, drop_samples]
