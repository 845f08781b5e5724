"""Who may see a column and who may change its cells: `x-column.access`, against somebody who looks at the board.

    "access": {"see": {"roles": ["editor"], "people": [12]}, "edit": {"roles": [], "people": [12]}}

Without `see` everybody who sees the board sees the column; without `edit` everybody who changes items changes its cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.permissions import RULING, BoardRole, Role
from engine.schema.document import Document

AUDIENCES = (*BoardRole, Role.GUEST)
"""Whom a column can be opened to, besides persons; owners and administrators of the workspace are never shut out."""


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
