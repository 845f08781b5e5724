"""Sharing a board: to whom it is open, who is on its list, in which role."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.invitations import invite_to_board
from engine.commands.members import checked_address
from engine.commands.notifications import tell
from engine.errors import Invalid, NotFound
from engine.events import EventKind
from engine.models import Board, BoardMember, Member, User
from engine.notices import NoticeKind
from engine.outbox import record
from engine.permissions import RULING, Access, Actor, BoardRole, Permission, Role, require
from engine.queries.board_members import editors
from engine.queries.boards import board as load_board
from engine.schema.compiled import CompiledBoard
from engine.text import Text

NOT_LISTED = Text("This person is not on the board’s list.", "Cette personne n’est pas dans la liste du tableau.")
NOBODY = Text("This person is not in the workspace.", "Cette personne ne fait pas partie de l’espace.")
NO_GUESTS = Text(
    "{person} is a guest. Share the board with guests first.",
    "{person} est une personne invitée. Partagez d’abord le tableau avec des invités.",
)
GUESTS_DO_NOT_EDIT = Text(
    "Guests change items, not the board itself. Choose Contributor or Viewer.",
    "Les invités modifient les éléments, pas le tableau lui-même. Choisissez Contributeur ou Lecteur.",
)
NO_STRANGERS = Text(
    "Nobody here has the address {email}. Share the board with guests to invite this person, or ask an administrator to invite them to the workspace.",
    "Personne ici n’a l’adresse {email}. Partagez le tableau avec des invités pour inviter cette personne, ou demandez à un administrateur de l’inviter dans l’espace.",
)
GONE = Text(
    "The access of {email} was ended. Ask an administrator to let this person in again.",
    "L’accès de {email} a été désactivé. Demandez à un administrateur de le rétablir.",
)


def share_board(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    *,
    access: Access | None = None,
    default_role: BoardRole | None = None,
) -> CompiledBoard:
    """Who sees the board, and what members who are not on its list may do there. Whoever closes it stays on its list."""
    require(actor, Permission.BOARD_SHARE, board)
    stored = session.get_one(Board, board.id)
    wanted = {"access": access, "default_role": default_role}
    changes = {name: [getattr(stored, name), value] for name, value in wanted.items() if value is not None}
    changes = {name: change for name, change in changes.items() if change[0] != change[1]}
    if changes:
        stay(session, actor, board)
    for name, (_, value) in changes.items():
        setattr(stored, name, value)
    if changes:
        session.flush()
        record(session, actor, board.id, EventKind.BOARD_SHARED, {"changes": changes})
    return load_board(session, actor, board.id)


def stay(session: Session, actor: Actor, board: CompiledBoard) -> None:
    if actor.role not in RULING and session.get(BoardMember, (board.id, actor.user_id)) is None:
        session.add(BoardMember(board_id=board.id, user_id=actor.user_id, role=BoardRole.EDITOR))


def add_board_member(session: Session, actor: Actor, board: CompiledBoard, user_id: int, role: BoardRole) -> None:
    """Put somebody of the workspace on the list, or change their role there; whoever is new is told."""
    require(actor, Permission.BOARD_SHARE, board)
    user, member = colleague(session, actor, user_id)
    check_guest(session, board, user, member, role)
    place = session.get(BoardMember, (board.id, user_id))
    if place is not None and place.role == role:
        return
    before = place.role if place else None
    session.merge(BoardMember(board_id=board.id, user_id=user_id, role=role))
    session.flush()
    announce(session, actor, board, user_id, before, role)
    if before is None and user_id != actor.user_id:
        tell(session, actor, board, NoticeKind.INVITED, [user_id])


def add_by_email(session: Session, actor: Actor, board: CompiledBoard, email: str, role: BoardRole) -> str | None:
    """Add whoever has this address; the secret of an invitation when nobody has."""
    require(actor, Permission.BOARD_SHARE, board)
    address = checked_address(email)
    known = session.scalar(sa.select(User).where(User.email == address))
    if known is not None:
        if known.disabled_at is not None:
            raise Invalid(GONE, field="email", email=address)
        add_board_member(session, actor, board, known.id, role)
        return None
    shared = session.get_one(Board, board.id).access == Access.SHARED
    if not shared and not actor.may(Permission.USER_MANAGE):
        raise Invalid(NO_STRANGERS, field="email", email=address)
    if shared and role is BoardRole.EDITOR:
        raise Invalid(GUESTS_DO_NOT_EDIT, field="role")
    return invite_to_board(session, actor, board, address, Role.GUEST if shared else Role.MEMBER, role)


def remove_board_member(session: Session, actor: Actor, board: CompiledBoard, user_id: int) -> None:
    """Take somebody off the list. Anybody may take off themselves."""
    if user_id != actor.user_id:
        require(actor, Permission.BOARD_SHARE, board)
    place = session.get(BoardMember, (board.id, user_id))
    if place is None:
        raise NotFound(NOT_LISTED)
    session.delete(place)
    session.flush()
    announce(session, actor, board, user_id, place.role, None)


def announce(
    session: Session, actor: Actor, board: CompiledBoard, user_id: int, before: str | None, after: str | None
) -> None:
    record(session, actor, board.id, EventKind.BOARD_SHARED, {"person": user_id, "role": [before, after]})


def colleague(session: Session, actor: Actor, user_id: int) -> tuple[User, Member]:
    statement = sa.select(User, Member).join(Member, Member.user_id == User.id)
    here = sa.and_(Member.workspace_id == actor.workspace_id, User.id == user_id, User.disabled_at.is_(None))
    found = session.execute(statement.where(here)).first()
    if found is None:
        raise Invalid(NOBODY, field="person")
    return found[0], found[1]


def check_guest(session: Session, board: CompiledBoard, user: User, member: Member, role: BoardRole) -> None:
    if member.role != Role.GUEST:
        return
    if session.get_one(Board, board.id).access != Access.SHARED:
        raise Invalid(NO_GUESTS, field="person", person=user.name)
    if role is BoardRole.EDITOR:
        raise Invalid(GUESTS_DO_NOT_EDIT, field="role")


def ask_for_role(session: Session, actor: Actor, board: CompiledBoard) -> list[int]:
    """Tell the board's editors that the actor would like to do more than they may; returns whom it told."""
    require(actor, Permission.BOARD_VIEW, board)
    asked = editors(session, board.id)
    tell(session, actor, board, NoticeKind.ASKED, asked)
    return asked
