"""Who sees which board and what they may do there: every role × access × place on the list, by every loader."""

from itertools import product

import pytest
import sqlalchemy as sa

from engine.commands.boards import create_board, rename_board
from engine.commands.items import change_item, create_item
from engine.errors import EngineError, Forbidden, NotFound
from engine.models import Board, Member
from engine.permissions import Access, Actor, BoardRole, Permission, Role
from engine.queries.access import sees
from engine.queries.boards import board as load_board
from engine.queries.boards import board_of_item, board_record, boards, boards_by_id
from engine.queries.search import search_everywhere
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

EVERYTHING, ITEMS, LOOKS, NOTHING = "structure", "items", "looks", "nothing"
ABILITIES = {
    EVERYTHING: {Permission.BOARD_VIEW, Permission.ITEM_EDIT, Permission.BOARD_EDIT},
    ITEMS: {Permission.BOARD_VIEW, Permission.ITEM_EDIT},
    LOOKS: {Permission.BOARD_VIEW},
    NOTHING: set[Permission](),
}
ON_LIST = {BoardRole.EDITOR: EVERYTHING, BoardRole.CONTRIBUTOR: ITEMS, BoardRole.VIEWER: LOOKS}


def expected(role: Role, access: Access, default: BoardRole, listed: BoardRole | None) -> str:
    """Written out as the user guide says it."""
    if role in (Role.OWNER, Role.ADMIN):
        return EVERYTHING
    if listed is None and (access is not Access.OPEN or role is Role.GUEST):
        return NOTHING
    if role is Role.GUEST:
        return NOTHING if access is not Access.SHARED else LOOKS if listed is BoardRole.VIEWER else ITEMS
    return LOOKS if role is Role.VIEWER else ON_LIST[listed or default]


@pytest.mark.parametrize("role", Role)
def test_what_a_person_may_do_on_a_board_follows_from_role_access_and_list(office: Office, role: Role) -> None:
    board = office.stock()
    item = office.item(board, name="Needle")
    person = office.joins("Emma Roux", role)
    for access, default in product(Access, BoardRole):
        office.opened_to(board, access, default)
        for listed in (None, *BoardRole):
            put_on_list(office, board, person, listed)
            wanted = expected(role, access, default, listed)
            assert ability(office, person, board) == wanted, (role, access, default, listed)
            assert ways_in(office, person, board, item.id) == {wanted != NOTHING}, (role, access, default, listed)


def put_on_list(office: Office, board: CompiledBoard, person: Actor, role: BoardRole | None) -> None:
    if role is not None:
        office.on_list(board, person, role)
        return
    with office.write() as session:
        session.execute(sa.text("DELETE FROM board_members WHERE user_id = :user"), {"user": person.user_id})


def ability(office: Office, person: Actor, board: CompiledBoard) -> str:
    try:
        granted = office.seen(board, person).granted
    except NotFound:
        return NOTHING
    wanted = granted & ABILITIES[EVERYTHING]
    return next(name for name, permissions in ABILITIES.items() if permissions == wanted)


def ways_in(office: Office, person: Actor, board: CompiledBoard, item_id: int) -> set[bool]:
    """Whether each loader shows the board: they have to agree."""
    with office.read() as session:
        both = sa.select(Member.user_id).join(Board, Board.id == board.id).where(sees())
        return {
            board.id in {line.id for line in boards(session, person)},
            board.id in boards_by_id(session, person, [board.id]),
            opens(lambda: board_of_item(session, person, item_id)),
            opens(lambda: board_record(session, person, board.id)),
            [hit.item_id for hit in search_everywhere(session, person, "needle")] == [item_id],
            person.user_id in session.scalars(both).all(),
        }


def opens(load: object) -> bool:
    try:
        load()  # type: ignore[operator]
    except NotFound:
        return False
    return True


def test_another_workspaces_owner_sees_nothing_however_it_is_shared(office: Office) -> None:
    board = office.stock()
    for access in Access:
        office.opened_to(board, access)
        office.on_list(board, office.dora, BoardRole.EDITOR)
        with office.read() as session, pytest.raises(NotFound):
            load_board(session, office.dora, board.id)


def test_what_one_may_not_do_names_whom_to_ask(office: Office) -> None:
    board = office.stock()
    item = office.item(board, name="Paper")
    office.on_list(board, office.bob, BoardRole.VIEWER)
    seen = office.seen(board, office.bob)
    with office.write() as session, pytest.raises(Forbidden, match="Ask one of its editors for the role Contributor"):
        change_item(session, office.bob, seen, item.id, {"name": "Card"})
    with office.write() as session, pytest.raises(Forbidden, match="Ask one of its editors for the role Editor"):
        rename_board(session, office.bob, seen, "Mine")
    with office.write() as session, pytest.raises(Forbidden, match="Ask an administrator for the role Member"):
        create_item(session, office.charlie, office.seen(board, office.charlie), {"name": "Card"})


def test_whoever_makes_a_private_board_is_its_editor(office: Office) -> None:
    with office.write() as session:
        board = create_board(session, office.bob, "Mine", access=Access.PRIVATE)
    assert ability(office, office.bob, board) == EVERYTHING
    assert ability(office, office.alice, board) == EVERYTHING
    assert ability(office, office.charlie, board) == NOTHING


def test_guests_make_no_boards(office: Office) -> None:
    guest = office.joins("Gaston Noir", Role.GUEST)
    with office.write() as session, pytest.raises(EngineError, match="may not create boards"):
        create_board(session, guest, "Mine")
