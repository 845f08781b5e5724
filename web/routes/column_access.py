"""Who may see a column and who may change its cells: the dialog of the column's menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, put
from litestar.params import FromPath

from engine.commands.column_access import change_access
from engine.permissions import Permission, require
from engine.queries.board_members import onlookers
from engine.schema.access import AUDIENCES, NAMES
from engine.text import Text
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, language, number
from web.routes.columns import changed

SAVED = Text("The rights of the column are saved.", "Les droits de la colonne sont enregistrés.")
WAYS = {
    "see": (
        Text("Who sees it", "Qui la voit"),
        Text("Everybody who sees the board", "Toute personne qui voit le tableau"),
    ),
    "edit": (
        Text("Who changes its cells", "Qui modifie ses cellules"),
        Text("Everybody who changes items", "Toute personne qui modifie des éléments"),
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """`only`: the listed roles and people, and nobody else."""

    verb: str
    title: Text
    everybody: Text
    only: bool
    roles: list[str]
    people: list[int]


@get("/boards/{board_id:int}/columns/{key:str}/access", policy=Policy.MEMBER, sync_to_thread=True)
def dialog(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    with reading(request, board_id) as at:
        require(at.actor, Permission.BOARD_EDIT, at.board)
        column = at.board.column(key)
        verbs = [verb for verb in WAYS if verb == "edit" or column.type.creatable]
        offered = [(str(role), NAMES[role]) for role in AUDIENCES]
        return render(
            request,
            "boards/_column_access.html",
            board=at.board,
            column=column,
            choices=[choice(verb, column.access) for verb in verbs if verb == "see" or not column.type.read_only],
            roles=offered,
            people=onlookers(at.session, at.board),
        )


@put("/boards/{board_id:int}/columns/{key:str}/access", policy=Policy.MEMBER, sync_to_thread=True)
def save(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        change_access(*at.all, key, {verb: listed(form, verb) for verb in WAYS if form.get(verb) == "only"})
    return changed(SAVED.say(language(request)))


def choice(verb: str, access: Mapping[str, Any]) -> Choice:
    found = access.get(verb, {"roles": ["editor"], "people": []})
    return Choice(verb, *WAYS[verb], verb in access, found["roles"], found["people"])


def listed(form: Form, verb: str) -> dict[str, list[Any]]:
    people = [str(one) for one in form.getall(f"{verb}.person", [])]
    roles = [str(one) for one in form.getall(f"{verb}.role", [])]
    return {"roles": roles, "people": [one for one in map(number, people) if one is not None]}


routes = [dialog, save]
