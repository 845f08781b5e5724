"""Saved views: who may see, change, share, lock, move, delete them, and which one a board opens with."""

import pytest
import sqlalchemy as sa

from engine.commands.views import change_view, copy_view, create_view, delete_view, move_view, restore_view
from engine.errors import Forbidden, Invalid, NotFound
from engine.models import Event, View
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.views import opening_view, view, views
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


def save(
    office: Office, board: CompiledBoard, title: str, *, actor: Actor | None = None, personal: bool = False
) -> int:
    with office.write() as session:
        who = actor or office.alice
        seen = load_board(session, who, board.id)
        return create_view(session, who, seen, "table", title, {"sort": [["price", True]]}, personal=personal).id


def titles(office: Office, board: CompiledBoard, actor: Actor | None = None) -> list[str]:
    with office.read() as session:
        return [one.title for one in views(session, actor or office.alice, board)]


def opens(office: Office, board: CompiledBoard, actor: Actor) -> str:
    with office.read() as session:
        found = opening_view(views(session, actor, board))
        assert found
        return found.title


def test_shared_views_are_everybody_s_and_personal_ones_are_not(office: Office, board: CompiledBoard) -> None:
    save(office, board, "Shared")
    save(office, board, "Mine", personal=True)
    assert titles(office, board) == ["", "Shared", "Mine"]
    assert titles(office, board, office.bob) == ["", "Shared"]


def test_somebody_else_s_view_is_not_there(office: Office, board: CompiledBoard) -> None:
    mine = save(office, board, "Mine", personal=True)
    with office.read() as session, pytest.raises(NotFound, match="Ask them to share it"):
        view(session, office.bob, board, mine)


def test_who_only_looks_saves_for_themselves_alone(office: Office, board: CompiledBoard) -> None:
    own = save(office, board, "Own", actor=office.charlie, personal=True)
    with office.write() as session:
        seen = load_board(session, office.charlie, board.id)
        with pytest.raises(Forbidden):
            create_view(session, office.charlie, seen, "table", "Ours", {})
        with pytest.raises(Forbidden):
            change_view(session, office.charlie, seen, own, personal=False)
        assert change_view(session, office.charlie, seen, own, title="My own").title == "My own"
        main = views(session, office.charlie, seen)[0]
        with pytest.raises(Forbidden):
            change_view(session, office.charlie, seen, main.id, settings={})
        copied = copy_view(session, office.charlie, seen, main.id)
        assert copied.owner_id == office.charlie.user_id
        assert copied.title == "Copy of Main table"


def test_a_locked_view_changes_only_after_it_was_unlocked(office: Office, board: CompiledBoard) -> None:
    one = save(office, board, "One")
    with office.write() as session:
        change_view(session, office.alice, board, one, locked=True)
        for change in ({"title": "Two"}, {"settings": {}}, {"personal": True}):
            with pytest.raises(Forbidden, match="locked"):
                change_view(session, office.bob, board, one, **change)  # type: ignore[arg-type]
        with pytest.raises(Forbidden, match="locked"):
            delete_view(session, office.alice, board, one)
        assert change_view(session, office.alice, board, one, default=True).is_default
        assert change_view(session, office.bob, board, one, locked=False, title="Two").title == "Two"


def test_a_board_opens_with_one_s_own_default_else_with_the_board_s(office: Office, board: CompiledBoard) -> None:
    shared, other, mine = (
        save(office, board, title, personal=title == "Mine") for title in ("Shared", "Other", "Mine")
    )
    assert opens(office, board, office.bob) == ""
    for one in (shared, other, mine):
        with office.write() as session:
            change_view(session, office.alice, board, one, default=True)
    assert opens(office, board, office.alice) == "Mine"
    assert opens(office, board, office.bob) == "Other"
    with office.read() as session:
        assert [one.title for one in views(session, office.alice, board) if one.is_default] == ["Other", "Mine"]


def test_views_move_among_each_other(office: Office, board: CompiledBoard) -> None:
    first, second, third = (save(office, board, title) for title in ("1", "2", "3"))
    with office.write() as session:
        move_view(session, office.alice, board, third, after_id=None)
        move_view(session, office.alice, board, first, after_id=second)
        with pytest.raises(NotFound):
            move_view(session, office.alice, board, first, after_id=999)
    assert titles(office, board) == ["3", "", "2", "1"]


def test_what_was_deleted_comes_back_where_it_was(office: Office, board: CompiledBoard) -> None:
    first, _ = save(office, board, "1"), save(office, board, "2")
    with office.write() as session:
        delete_view(session, office.alice, board, first)
    assert titles(office, board) == ["", "2"]
    with office.write() as session, pytest.raises(NotFound):
        restore_view(session, office.dora, board, 999)
    with office.write() as session:
        restore_view(session, office.alice, board, first)
    assert titles(office, board) == ["", "1", "2"]


def test_one_shared_view_stays(office: Office, board: CompiledBoard) -> None:
    save(office, board, "Mine", personal=True)
    with office.write() as session:
        main = views(session, office.alice, board)[0]
        with pytest.raises(Invalid, match="one shared view"):
            delete_view(session, office.alice, board, main.id)
        with pytest.raises(Invalid, match="one shared view"):
            change_view(session, office.alice, board, main.id, personal=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"sort": [["gone", False]]},
        {"sort": ["price"]},
        {"group_by": ["status:month"]},
        {"group_by": "status"},
        {"filter": {"column": "gone", "op": "is", "value": 1}},
        {"density": "huge"},
        {"nonsense": 1},
    ],
)
def test_settings_that_the_board_cannot_follow_are_refused(
    office: Office, board: CompiledBoard, settings: dict[str, object]
) -> None:
    with office.write() as session, pytest.raises(Invalid):
        create_view(session, office.alice, board, "table", "Wrong", settings)


def test_history_keeps_shared_views_and_leaves_personal_ones_alone(office: Office, board: CompiledBoard) -> None:
    mine = save(office, board, "Mine", personal=True)
    shared = save(office, board, "Shared")
    with office.write() as session:
        change_view(session, office.alice, board, mine, personal=False)
        change_view(session, office.alice, board, shared, personal=True)
        kept = session.get(View, shared)
        assert kept
        assert kept.owner_id == office.alice.user_id
    with office.read() as session:
        kept_events = session.scalars(sa.select(Event).where(Event.board_id == board.id).order_by(Event.seq))
        found = [one.payload for one in kept_events if "view" in one.payload]
    assert [(one["view"], one["before"] is None, one["after"] is None) for one in found] == [
        (shared, True, False),
        (mine, True, False),
        (shared, False, True),
    ]
