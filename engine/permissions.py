"""Who acts, and what they may do. Reads go through loaders; the first line of a command is `require`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from engine.errors import Forbidden
from engine.text import Language, Text


class Role(StrEnum):
    """In a workspace: the most that a person may do on any of its boards."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"
    GUEST = "guest"


class BoardRole(StrEnum):
    """On one board: structure and items, items, or looking on."""

    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"


class Access(StrEnum):
    """Who sees a board: everybody but guests, those on its list, or those on its list and guests among them."""

    OPEN = "open"
    PRIVATE = "private"
    SHARED = "shared"


class Permission(StrEnum):
    """`resource:action`, alphabetical."""

    AUTOMATION_EDIT = "automation:edit"
    BOARD_CREATE = "board:create"
    BOARD_DELETE = "board:delete"
    BOARD_EDIT = "board:edit"
    BOARD_SHARE = "board:share"
    BOARD_VIEW = "board:view"
    ITEM_CREATE = "item:create"
    ITEM_DELETE = "item:delete"
    ITEM_EDIT = "item:edit"
    USER_MANAGE = "user:manage"
    WORKSPACE_VIEW = "workspace:view"


LOOKING = frozenset({Permission.BOARD_VIEW})
CONTRIBUTING = LOOKING | {Permission.ITEM_CREATE, Permission.ITEM_DELETE, Permission.ITEM_EDIT}
EDITING = CONTRIBUTING | {
    Permission.AUTOMATION_EDIT,
    Permission.BOARD_DELETE,
    Permission.BOARD_EDIT,
    Permission.BOARD_SHARE,
}
GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.GUEST: CONTRIBUTING,
    Role.VIEWER: LOOKING | {Permission.WORKSPACE_VIEW},
    Role.MEMBER: frozenset(Permission) - {Permission.BOARD_DELETE, Permission.USER_MANAGE},
    Role.ADMIN: frozenset(Permission),
    Role.OWNER: frozenset(Permission),
}
GRANTED_ON_BOARD: Mapping[BoardRole, frozenset[Permission]] = {
    BoardRole.VIEWER: LOOKING,
    BoardRole.CONTRIBUTOR: CONTRIBUTING,
    BoardRole.EDITOR: EDITING,
}
RULING = frozenset({Role.OWNER, Role.ADMIN})
"""They edit every board of the workspace, private ones too, and see every column: nothing can be lost to everybody."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that made an automation act, and what its chain has already done."""

    event_id: int
    depth: int
    chain: frozenset[tuple[int, int]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Seat:
    """The role in which somebody looks at one board, to see what it shows to others."""

    board_id: int
    role: BoardRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that acts in one workspace, with the rights of one user.

    One with a seat sees that board only, as its role does.
    """

    kind = "user"
    takes_steps = True
    """What it does is kept as steps that its user can undo."""
    workspace_id: int
    user_id: int
    role: Role
    language: Language = "en"
    zone: str = ""
    """Name of the time zone of the user's days and hours; "" while nobody knows it."""
    cause: Cause | None = None
    login_id: int | None = None
    """The browser session, where there is one."""
    seat: Seat | None = None

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
class JobActor(Actor):
    """Work of a person's that goes on in the background: its events are told from what they do meanwhile."""

    kind = "job"
    job_id: int

    @property
    def own_id(self) -> int:
        return self.job_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleActor(Actor):
    """An automation, with the rights of its owner at publication and now."""

    kind = "rule"
    takes_steps = False
    automation_id: int

    @property
    def own_id(self) -> int:
        return self.automation_id


def role_on(actor: Actor, access: str, default: str, listed: str | None) -> BoardRole | None:
    """The actor's role on a board of their workspace, `listed` the one on its list; None when they may not see it.

    `engine.queries.boards.seen_by` says the same in SQL.
    """
    if actor.seat is not None:
        return actor.seat.role
    if actor.role in RULING:
        return BoardRole.EDITOR
    if actor.role is Role.GUEST and access != Access.SHARED:
        return None
    if listed is None and access == Access.OPEN:
        return BoardRole(default)
    return BoardRole(listed) if listed is not None else None


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
    Permission.BOARD_SHARE: Text(
        "You may not share this board. Ask an administrator for the role Member.",
        "Vous ne pouvez pas partager ce tableau. Demandez le rôle Membre à un administrateur.",
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
    Permission.WORKSPACE_VIEW: Text(
        "Guests only see the boards that are shared with them.",
        "Les invités ne voient que les tableaux partagés avec eux.",
    ),
}
ON_BOARD = Text(
    "Your role on this board does not allow this. Ask one of its editors for the role {role}.",
    "Votre rôle sur ce tableau ne le permet pas. Demandez le rôle {role} à l’un de ses éditeurs.",
)
BOARD_ROLES: Mapping[BoardRole, Text] = {
    BoardRole.EDITOR: Text("Editor", "Éditeur"),
    BoardRole.CONTRIBUTOR: Text("Contributor", "Contributeur"),
    BoardRole.VIEWER: Text("Viewer", "Lecteur"),
}


class Seen(Protocol):
    """A board as somebody sees it: what they may do there."""

    @property
    def granted(self) -> frozenset[Permission]: ...


def require(actor: Actor, permission: Permission, board: Seen | None = None) -> None:
    """Raise Forbidden, with a sentence that says whom to ask, unless the actor's role and the board both grant it."""
    if not actor.may(permission):
        raise Forbidden(REFUSALS[permission])
    if board is not None and permission not in board.granted:
        enough = BoardRole.CONTRIBUTOR if permission in CONTRIBUTING else BoardRole.EDITOR
        raise Forbidden(ON_BOARD, role=BOARD_ROLES[enough])
