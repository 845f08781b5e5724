"""Who may see a column and who may change its cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.columns import refuse_locked, store
from engine.commands.search import reindex_board
from engine.errors import Invalid
from engine.permissions import RULING, Actor, Permission, require
from engine.queries.boards import board_record, role_of
from engine.queries.context import context_for
from engine.schema.access import AUDIENCES, Beholder, admits, name_of
from engine.schema.compiled import CompiledBoard
from engine.schema.document import with_node
from engine.text import Text

Audience = Mapping[str, Sequence[Any]]
NAME_IS_SEEN = Text(
    "Everybody who sees the board sees the names of its items. You can still choose who changes them.",
    "Toute personne qui voit le tableau voit les noms des éléments. Vous pouvez encore choisir qui les modifie.",
)
NOT_WITHOUT_YOU = Text(
    "You would no longer see this column, or no longer change it. Add yourself, or your role, to the list.",
    "Vous ne verriez plus cette colonne, ou ne la modifieriez plus. Ajoutez votre nom ou votre rôle à la liste.",
)
UNKNOWN = Text(
    "Choose roles ({roles}) and people of this workspace.",
    "Choisissez des rôles ({roles}) et des personnes de l’espace.",
)


def change_access(
    session: Session, actor: Actor, board: CompiledBoard, key: str, access: Mapping[str, Audience]
) -> CompiledBoard:
    """`access` as the document keeps it: without `see` or `edit` everybody. Raises Invalid for who shuts themselves out."""
    require(actor, Permission.BOARD_EDIT, board)
    column = board.column(key)
    refuse_locked(session, actor, board, column)
    kept = {verb: checked(session, actor, verb, listed) for verb, listed in access.items()}
    if "see" in kept and not column.type.creatable:
        raise Invalid(NAME_IS_SEEN, field="see")
    refuse_own_exclusion(session, actor, board, kept)
    document = board_record(session, actor, board.id).document
    node = document["properties"][key]
    about = {name: value for name, value in node["x-column"].items() if name != "access"}
    node = {**node, "x-column": {**about, **({"access": kept} if kept else {})}}
    changed = store(session, actor, board, with_node(document, key, node), "changed", key)
    if column.type.searchable and ("see" in kept) != column.restricted:
        reindex_board(session, changed, context_for(session, actor))
    return changed


def checked(session: Session, actor: Actor, verb: str, listed: Audience) -> dict[str, list[Any]]:
    """In the order of AUDIENCES, people by id."""
    people = context_for(session, actor).people
    roles, ids = set(listed.get("roles", ())), set(listed.get("people", ()))
    if verb not in ("see", "edit") or not roles <= set(AUDIENCES) or any(one not in people for one in ids):
        raise Invalid(UNKNOWN, field=verb, roles=", ".join(AUDIENCES))
    return {"roles": [str(role) for role in AUDIENCES if role in roles], "people": sorted(ids)}


def refuse_own_exclusion(session: Session, actor: Actor, board: CompiledBoard, access: Mapping[str, Audience]) -> None:
    if actor.role in RULING:
        return
    beholder = Beholder(actor.user_id, name_of(actor.role, role_of(session, actor, board.id)))
    for verb, listed in access.items():
        if not admits(listed, beholder):
            raise Invalid(NOT_WITHOUT_YOU, field=verb)
