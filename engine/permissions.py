"""Who acts, and what they may do. Reads go through loaders; the first line of a command is `require`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from engine.errors import Forbidden
from engine.text import Language, Text


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


class Permission(StrEnum):
    """`resource:action`, alphabetical."""

    AUTOMATION_EDIT = "automation:edit"
    BOARD_CREATE = "board:create"
    BOARD_DELETE = "board:delete"
    BOARD_EDIT = "board:edit"
    BOARD_VIEW = "board:view"
    ITEM_CREATE = "item:create"
    ITEM_DELETE = "item:delete"
    ITEM_EDIT = "item:edit"
    USER_MANAGE = "user:manage"


VIEWING = frozenset({Permission.BOARD_VIEW})
WORKING = VIEWING | {
    Permission.AUTOMATION_EDIT,
    Permission.BOARD_CREATE,
    Permission.BOARD_EDIT,
    Permission.ITEM_CREATE,
    Permission.ITEM_DELETE,
    Permission.ITEM_EDIT,
}
GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: VIEWING,
    Role.MEMBER: WORKING,
    Role.ADMIN: frozenset(Permission),
    Role.OWNER: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that made an automation act, and what its chain has already done."""

    event_id: int
    depth: int
    chain: frozenset[tuple[int, int]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that acts in one workspace, with the rights of one user."""

    kind = "user"
    takes_steps = True
    """What it does is kept as steps that its user can undo."""
    workspace_id: int
    user_id: int
    role: Role
    language: Language = "en"
    cause: Cause | None = None
    login_id: int | None = None
    """The browser session, where there is one."""

    @property
    def own_id(self) -> int:
        """The id that history keeps beside `kind`."""
        return self.user_id

    def may(self, permission: Permission) -> bool:
        return permission in GRANTED[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenActor(Actor):
    """A program that holds a user's API token."""

    kind = "token"
    token_id: int

    @property
    def own_id(self) -> int:
        return self.token_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleActor(Actor):
    """An automation, with the rights of its owner at publication and now."""

    kind = "rule"
    takes_steps = False
    automation_id: int

    @property
    def own_id(self) -> int:
        return self.automation_id


REFUSALS: Mapping[Permission, Text] = {
    Permission.AUTOMATION_EDIT: Text(
        "You may not change automations here. Ask an administrator for the role Member.",
        "Vous ne pouvez pas modifier les automatisations ici. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.BOARD_CREATE: Text(
        "You may not create boards. Ask an administrator for the role Member.",
        "Vous ne pouvez pas créer de tableau. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.BOARD_DELETE: Text(
        "Only administrators may delete a board.", "Seuls les administrateurs peuvent supprimer un tableau."
    ),
    Permission.BOARD_EDIT: Text(
        "You may not change this board’s columns and groups. Ask an administrator for the role Member.",
        "Vous ne pouvez pas modifier les colonnes et groupes de ce tableau. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.BOARD_VIEW: Text("You may not see this board.", "Vous ne pouvez pas voir ce tableau."),
    Permission.ITEM_CREATE: Text(
        "You may look at this board but not add items. Ask an administrator for the role Member.",
        "Vous pouvez consulter ce tableau mais pas y ajouter d’élément. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.ITEM_DELETE: Text(
        "You may look at this board but not delete items. Ask an administrator for the role Member.",
        "Vous pouvez consulter ce tableau mais pas supprimer d’élément. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.ITEM_EDIT: Text(
        "You may look at this board but not change items. Ask an administrator for the role Member.",
        "Vous pouvez consulter ce tableau mais pas modifier ses éléments. Demandez le rôle Membre à un administrateur.",
    ),
    Permission.USER_MANAGE: Text(
        "Only administrators may manage people.", "Seuls les administrateurs peuvent gérer les personnes."
    ),
}


class Seen(Protocol):
    """A board as somebody sees it: what they may do there."""

    @property
    def granted(self) -> frozenset[Permission]: ...


def require(actor: Actor, permission: Permission, board: Seen | None = None) -> None:
    """Raise Forbidden, with a sentence that says whom to ask, unless the actor's role and the board both grant it."""
    if not actor.may(permission) or (board is not None and permission not in board.granted):
        raise Forbidden(REFUSALS[permission])
