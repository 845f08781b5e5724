"""Who may see a column and who may change its cells: `x-column.access`, against somebody who looks at the board.

    "access": {"see": {"roles": ["editor"], "people": [12]}, "edit": {"roles": [], "people": [12]}}

Without `see` everybody who sees the board sees the column; without `edit` everybody who changes items changes its cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.context import Context
from engine.permissions import RULING, BoardRole, Role
from engine.schema.document import Column, Document
from engine.text import LANGUAGES, Language, Text

AUDIENCES = (*BoardRole, Role.GUEST)
"""Whom a column can be opened to, besides persons; owners and administrators of the workspace are never shut out."""

NAMES: Mapping[str, Text] = {
    BoardRole.EDITOR: Text("editors", "les éditeurs"),
    BoardRole.CONTRIBUTOR: Text("contributors", "les contributeurs"),
    BoardRole.VIEWER: Text("viewers", "les lecteurs"),
    Role.GUEST: Text("guests", "les invités"),
}
RULERS = Text("administrators", "les administrateurs")
AND = Text("{some} and {last}", "{some} et {last}")
LOCKED = Text("Only {who} may change {column}.", "Seuls {who} peuvent modifier {column}.")
READ_ONLY = Text(
    "{column} is filled in by Rouage and cannot be edited.",
    "{column} est renseignée par Rouage et ne peut pas être modifiée.",
)


@dataclass(frozen=True, slots=True)
class Beholder:
    """Somebody who looks at a board: one of AUDIENCES, or None for whom nothing is hidden."""

    user_id: int
    audience: str | None


def name_of(role: Role, board_role: BoardRole) -> str | None:
    """The audience to which a person of these roles belongs."""
    if role in RULING:
        return None
    if role is Role.GUEST:
        return Role.GUEST
    return BoardRole.VIEWER if role is Role.VIEWER else board_role


def hidden_columns(document: Document, beholder: Beholder) -> frozenset[str]:
    """Keys of the columns that they may not see."""
    return refused(document, "see", beholder)


def locked_columns(document: Document, beholder: Beholder) -> frozenset[str]:
    """Keys of the columns whose cells they may not change."""
    return refused(document, "edit", beholder)


def refused(document: Document, verb: str, beholder: Beholder) -> frozenset[str]:
    if beholder.audience is None:
        return frozenset()
    return frozenset(
        key
        for key, node in document["properties"].items()
        if not admits(node["x-column"].get("access", {}).get(verb), beholder)
    )


def admits(listed: Mapping[str, Any] | None, beholder: Beholder) -> bool:
    return listed is None or beholder.audience in listed["roles"] or beholder.user_id in listed["people"]


def lock_reason(column: Column, context: Context) -> Text:
    """`Only Alice Martin and editors may change Price.`, or that nobody does what the board does itself."""
    return Text(*(said(column, language, context) for language in LANGUAGES))


def said(column: Column, language: Language, context: Context) -> str:
    if column.type.read_only:
        return READ_ONLY.say(language, column=column.label(language))
    who = audience(column.access.get("edit"), language, context)
    return LOCKED.say(language, who=who, column=column.label(language))


def audience(listed: Mapping[str, Any] | None, language: Language, context: Context) -> str:
    """Names of persons, then roles; those whom nothing shuts out where there is nobody else."""
    listed = listed or {"roles": [], "people": []}
    people = [context.people[one].name for one in listed["people"] if one in context.people]
    found = [*people, *(NAMES[role].say(language) for role in listed["roles"])] or [RULERS.say(language)]
    some, last = ", ".join(found[:-1]), found[-1]
    return AND.say(language, some=some, last=last) if some else last
