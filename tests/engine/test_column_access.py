"""Columns that some do not see, or only read: no way in the engine names what is hidden or writes what is locked."""

from typing import Any

import pytest

from engine.commands.blocks import Line, read_block
from engine.commands.bulk import change_many
from engine.commands.column_access import change_access
from engine.commands.columns import change_column, hide_column
from engine.commands.items import change_item, create_item
from engine.commands.retyping import change_type
from engine.commands.undo import undo_step
from engine.errors import EngineError, Forbidden, Invalid, Locked
from engine.permissions import Access, Actor, BoardRole, Role
from engine.queries.context import context_for
from engine.queries.items import ItemQuery, item
from engine.queries.listing import page
from engine.queries.search import search_everywhere
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

EDITORS: dict[str, Any] = {"roles": ["editor"], "people": []}


def restricted(office: Office, board: CompiledBoard, key: str, by: Actor | None = None, **access: Any) -> CompiledBoard:
    with office.write() as session:
        return change_access(session, by or office.alice, board, key, access)


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    """Bob contributes, Charlie looks; the price is for editors and notes are theirs to change."""
    board = office.stock()
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    restricted(office, board, "price", see=EDITORS)
    restricted(office, board, "sku", see=EDITORS)
    return restricted(office, board, "notes", edit=EDITORS)


def test_a_hidden_column_is_none(office: Office, board: CompiledBoard) -> None:
    seen = office.seen(board, office.bob)
    assert "price" not in seen.columns
    assert "price" not in seen.document["properties"]
    with pytest.raises(Invalid, match="no column"):
        seen.column("price")
    assert "price" in office.seen(board, office.alice).columns


def test_a_locked_cell_is_refused_with_whom_to_ask(office: Office, board: CompiledBoard) -> None:
    seen, one = office.seen(board, office.bob), office.item(board, notes="Kept")
    for change in (
        lambda session: change_item(session, office.bob, seen, one.id, {"notes": "Mine"}),
        lambda session: change_many(session, office.bob, seen, {one.id: {"notes": "Mine"}}),
        lambda session: create_item(session, office.bob, seen, {"name": "Card", "notes": "Mine"}),
    ):
        with office.write() as session, pytest.raises(Locked, match="Only editors may change Notes"):
            change(session)
    with office.read() as session:
        draft = read_block(session, office.bob, seen, [Line({"notes": "Mine"}, one.id, one.version)])
        assert [refused.error.say("en") for refused in draft.refused] == ["Only editors may change Notes."]


def test_persons_are_named_in_the_refusal(office: Office, board: CompiledBoard) -> None:
    only_alice = {"roles": ["editor"], "people": [office.alice.user_id]}
    restricted(office, board, "notes", edit=only_alice)
    one = office.item(board)
    with office.write() as session, pytest.raises(Locked, match="Only Alice Martin and editors may change Notes"):
        change_item(session, office.bob, office.seen(board, office.bob), one.id, {"notes": "Mine"})


def test_a_person_on_the_list_sees_what_their_role_does_not(office: Office, board: CompiledBoard) -> None:
    restricted(office, board, "price", see={"roles": ["editor"], "people": [office.bob.user_id]})
    assert "price" in office.seen(board, office.bob).columns
    assert "price" not in office.seen(board, office.charlie).columns


def test_guests_are_an_audience_of_their_own(office: Office, board: CompiledBoard) -> None:
    guest = office.joins("Gaston Noir", Role.GUEST)
    office.opened_to(board, Access.SHARED)
    office.on_list(board, guest, BoardRole.CONTRIBUTOR)
    restricted(office, board, "status", see={"roles": ["editor", "contributor", "viewer"], "people": []})
    assert "status" in office.seen(board, office.bob).columns
    assert "status" not in office.seen(board, guest).columns


def test_whoever_may_only_read_does_not_change_the_column_itself(office: Office, board: CompiledBoard) -> None:
    office.on_list(board, office.bob, BoardRole.EDITOR)
    restricted(office, board, "notes", edit={"roles": [], "people": []})
    seen = office.seen(board, office.bob)
    for change in (
        lambda session: change_access(session, office.bob, seen, "notes", {}),
        lambda session: change_type(session, office.bob, seen, "notes", "text", {}),
        lambda session: hide_column(session, office.bob, seen, "notes"),
        lambda session: change_column(session, office.bob, seen, "notes", settings={}),
    ):
        with office.write() as session, pytest.raises(Locked, match="administrators"):
            change(session)


def test_nobody_shuts_themselves_out(office: Office, board: CompiledBoard) -> None:
    office.on_list(board, office.bob, BoardRole.EDITOR)
    seen = office.seen(board, office.bob)
    for verb in ("see", "edit"):
        with office.write() as session, pytest.raises(Invalid, match="Add yourself"):
            change_access(session, office.bob, seen, "quantity", {verb: {"roles": ["viewer"], "people": []}})


def test_names_stay_seen_and_roles_and_people_are_known(office: Office, board: CompiledBoard) -> None:
    for key, access in (
        ("name", {"see": EDITORS}),
        ("price", {"see": {"roles": ["king"], "people": []}}),
        ("price", {"see": {"roles": [], "people": [office.dora.user_id]}}),
    ):
        with office.write() as session, pytest.raises(Invalid):
            change_access(session, office.alice, board, key, access)


def test_who_does_not_edit_the_board_sets_no_access(office: Office, board: CompiledBoard) -> None:
    with office.write() as session, pytest.raises(Forbidden):
        change_access(session, office.bob, office.seen(board, office.bob), "quantity", {})


def test_a_new_item_holds_what_hidden_columns_start_with(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        change_column(session, office.alice, board, "price", settings={"currency": "EUR", "default": "12"})
    with office.write() as session:
        made = create_item(session, office.bob, office.seen(board, office.bob), {"name": "Card"})
    with office.read() as session:
        assert item(session, office.board(board.id), made.id).values["price"] is not None


def test_hidden_and_locked_required_columns_do_not_stop_others(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        board = change_column(session, office.alice, board, "notes", required=True)
        change_column(session, office.alice, board, "price", required=True)
    with office.write() as session:
        create_item(session, office.bob, office.seen(board, office.bob), {"name": "Card"})


def test_undo_leaves_what_is_locked_meanwhile(office: Office, board: CompiledBoard) -> None:
    one = office.item(board, quantity=1)
    with office.write() as session:
        change_item(session, office.bob, office.seen(board, office.bob), one.id, {"quantity": 2})
    restricted(office, board, "quantity", edit=EDITORS)
    with office.write() as session:
        undone = undo_step(session, office.bob, office.seen(board, office.bob))
        assert undone.left
    with office.read() as session:
        assert item(session, board, one.id).values["quantity"] == 2


def found(office: Office, board: CompiledBoard, person: Actor, text: str) -> int:
    with office.read() as session:
        seen, context = office.seen(board, person), context_for(session, person)
        here = page(session, seen, ItemQuery(search=text), context)
        assert not {hit.item_id for hit in search_everywhere(session, person, text)} - {one.id for one in here.items}
        return len(here.items)


def test_search_finds_in_a_column_only_for_who_sees_it(office: Office, board: CompiledBoard) -> None:
    one = office.item(board, sku="Tournevis_Élan 42", notes="Hammer")
    for text in ("tournevis", "tourne", "elan", "élan 42", "42"):
        assert (found(office, board, office.alice, text), found(office, board, office.bob, text)) == (1, 0), text
    with office.write() as session:
        change_item(session, office.bob, office.seen(board, office.bob), one.id, {"name": "Card"})
    assert found(office, board, office.alice, "tourne card") == 1
    assert found(office, board, office.bob, "card") == 1


@pytest.mark.parametrize("text", [*"abcdefghijklmnopqrstuvwxyz0123456789", "ｘ", "ｘ1", "x1g", "74g", "1g11g74g"])
def test_nothing_that_one_can_type_matches_a_hidden_word(office: Office, board: CompiledBoard, text: str) -> None:
    office.item(board, name="-", sku="tiger 1 é")
    assert found(office, board, office.bob, text) == 0


def test_search_follows_when_a_column_is_hidden_and_shown(office: Office, board: CompiledBoard) -> None:
    office.item(board, notes="Hammer", sku="Saw")
    assert (found(office, board, office.bob, "hammer"), found(office, board, office.bob, "saw")) == (1, 0)
    restricted(office, board, "notes", see=EDITORS)
    restricted(office, board, "sku")
    assert (found(office, board, office.bob, "hammer"), found(office, board, office.bob, "saw")) == (0, 1)
    assert (found(office, board, office.alice, "hammer"), found(office, board, office.alice, "saw")) == (1, 1)


def test_filters_and_sorts_do_not_know_hidden_columns(office: Office, board: CompiledBoard) -> None:
    seen = office.seen(board, office.bob)
    for query in (
        ItemQuery(filter={"column": "sku", "op": "is", "value": "x"}),
        ItemQuery(sort=(("sku", False),)),
    ):
        with office.read() as session, pytest.raises(EngineError, match="no column"):
            page(session, seen, query, context_for(session, office.bob))
