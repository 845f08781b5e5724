"""Who a board is open to, who is on its list, and the invitations that lead to it."""

from typing import Annotated, Literal

from msgspec import UNSET, UnsetType

from engine.commands.invitations import resend_invitation, withdraw_invitation
from engine.commands.sharing import add_board_member, add_by_email, remove_board_member, share_board
from engine.errors import Invalid
from engine.moment import to_iso
from engine.permissions import Access, Actor, BoardRole, Permission, require
from engine.queries.board_members import board_invitation, board_invitations, board_members
from engine.queries.board_members import sharing as sharing_of
from engine.queries.boards import board as load_board
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Id, Moment, Shown, Taken, told

AccessName = Annotated[
    Literal["open", "private", "shared"],
    told(
        "`open` to the workspace, `private` to its list, `shared` with guests on its list",
        "`open` : tout l’espace ; `private` : sa liste ; `shared` : sa liste, invités compris",
    ),
]
RoleName = Annotated[
    Literal["editor", "contributor", "viewer"],
    told(
        "`editor` changes the board, `contributor` its items, `viewer` looks",
        "`editor` modifie le tableau, `contributor` ses éléments, `viewer` consulte",
    ),
]
WHO = Text("Name a person by `user` or by `email`.", "Désignez une personne par `user` ou par `email`.")


class Sharing(Shown):
    access: AccessName
    default_role: Annotated[RoleName, told("Of members not on the list", "Des membres hors liste")]


class SharingChange(Taken):
    """What is left out stays."""

    access: AccessName | UnsetType = UNSET
    default_role: RoleName | UnsetType = UNSET


class BoardMember(Shown):
    user: int
    name: str
    email: str
    role: RoleName
    workspace_role: str
    sees: Annotated[bool, told("Whether they can open it now", "Si elle peut l’ouvrir maintenant")]


class BoardMembers(Shown):
    members: list[BoardMember]


class NewBoardMember(Taken):
    role: RoleName
    user: Id | UnsetType = UNSET
    email: (
        Annotated[str, told("Somebody unknown is invited", "Une inconnue est invitée", max_length=300)] | UnsetType
    ) = UNSET


class BoardMemberChange(Taken):
    role: RoleName


class BoardInvitation(Shown):
    id: int
    email: str | None
    role: RoleName | None
    expires_at: Moment


class BoardInvitations(Shown):
    invitations: list[BoardInvitation]


@reads("/boards/{board_id:int}/sharing", Text("Read who a board is open to", "Lire à qui un tableau est ouvert"))
def read(session: Session, actor: Actor, board_id: int) -> Sharing:
    return shown(session, load_board(session, actor, board_id))


@changes("/boards/{board_id:int}/sharing", Text("Open or close a board", "Ouvrir ou fermer un tableau"))
def change(session: Session, actor: Actor, board_id: int, given: SharingChange) -> Sharing:
    board = load_board(session, actor, board_id)
    access = None if given.access is UNSET else Access(given.access)
    default_role = None if given.default_role is UNSET else BoardRole(given.default_role)
    return shown(session, share_board(session, actor, board, access=access, default_role=default_role))


@reads("/boards/{board_id:int}/members", Text("List who is on a board’s list", "Lister les personnes d’un tableau"))
def listing(session: Session, actor: Actor, board_id: int) -> BoardMembers:
    return members_of(session, load_board(session, actor, board_id))


@creates(
    "/boards/{board_id:int}/members",
    Text(
        "Put somebody on a board’s list; an address that nobody has is invited by mail",
        "Ajouter une personne à un tableau ; une adresse inconnue est invitée par e-mail",
    ),
    status=200,
)
def add(session: Session, actor: Actor, board_id: int, given: NewBoardMember) -> BoardMembers:
    board = load_board(session, actor, board_id)
    if given.user is not UNSET:
        add_board_member(session, actor, board, given.user, BoardRole(given.role))
    elif given.email is not UNSET:
        add_by_email(session, actor, board, given.email, BoardRole(given.role))
    else:
        raise Invalid(WHO, field="user")
    return members_of(session, board)


@changes(
    "/boards/{board_id:int}/members/{user_id:int}",
    Text("Change somebody’s role on a board", "Changer le rôle d’une personne sur un tableau"),
)
def change_member(
    session: Session, actor: Actor, board_id: int, user_id: int, given: BoardMemberChange
) -> BoardMembers:
    board = load_board(session, actor, board_id)
    add_board_member(session, actor, board, user_id, BoardRole(given.role))
    return members_of(session, board)


@deletes(
    "/boards/{board_id:int}/members/{user_id:int}",
    Text("Take somebody off a board’s list, or leave it", "Retirer une personne d’un tableau, ou le quitter"),
)
def remove(session: Session, actor: Actor, board_id: int, user_id: int) -> None:
    remove_board_member(session, actor, load_board(session, actor, board_id), user_id)


@reads(
    "/boards/{board_id:int}/invitations",
    Text("List the invitations to a board", "Lister les invitations à un tableau"),
)
def invited(session: Session, actor: Actor, board_id: int) -> BoardInvitations:
    board = load_board(session, actor, board_id)
    require(actor, Permission.BOARD_SHARE, board)
    lines = board_invitations(session, board)
    return BoardInvitations(
        invitations=[
            BoardInvitation(id=one.id, email=one.email, role=one.board_role, expires_at=to_iso(one.expires_at))  # type: ignore[arg-type]
            for one in lines
        ]
    )


@creates(
    "/boards/{board_id:int}/invitations/{invitation_id:int}/sending",
    Text("Send an invitation again; its earlier link ends", "Renvoyer une invitation ; son ancien lien cesse"),
    status=204,
)
def resend(session: Session, actor: Actor, board_id: int, invitation_id: int) -> None:
    board = load_board(session, actor, board_id)
    require(actor, Permission.BOARD_SHARE, board)
    resend_invitation(session, actor, board_invitation(session, board, invitation_id), board)


@deletes(
    "/boards/{board_id:int}/invitations/{invitation_id:int}",
    Text("Withdraw an invitation to a board", "Retirer une invitation à un tableau"),
)
def withdraw(session: Session, actor: Actor, board_id: int, invitation_id: int) -> None:
    board = load_board(session, actor, board_id)
    require(actor, Permission.BOARD_SHARE, board)
    withdraw_invitation(session, actor, board_invitation(session, board, invitation_id), board)


def shown(session: Session, board: CompiledBoard) -> Sharing:
    found = sharing_of(session, board)
    return Sharing(access=found.access.value, default_role=found.default_role.value)


def members_of(session: Session, board: CompiledBoard) -> BoardMembers:
    return BoardMembers(
        members=[
            BoardMember(
                user=one.user_id,
                name=one.name,
                email=one.email,
                role=one.board_role.value,
                workspace_role=one.role,
                sees=one.sees,
            )
            for one in board_members(session, board)
        ]
    )


routes = [read, change, listing, add, change_member, remove, invited, resend, withdraw]
