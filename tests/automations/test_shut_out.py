"""A rule whose owner no longer sees its board, or one it acts on: nothing is done, and the log says why."""

import pytest
import sqlalchemy as sa

from automations.outcome import Limits
from engine.commands.boards import create_board
from engine.commands.column_access import change_access
from engine.commands.members import remove_member
from engine.errors import NotFound
from engine.models import Delivery, Notification
from engine.permissions import Access, BoardRole
from engine.queries.automations import automation, automations_on
from engine.schema.compiled import CompiledBoard
from tests.automations.conftest import Shop

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
SET_NOTES = {"type": "set_columns", "values": {"notes": "done"}}


def set_off(shop: Shop) -> None:
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    assert shop.values(item.id)["notes"] is None


def test_owner_who_lost_the_board_blocks_the_rule(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    shop.office.opened_to(shop.board, Access.PRIVATE)
    set_off(shop)
    (run,) = shop.runs(rule)
    assert run.state == "blocked"
    assert "may no longer see this board" in run.reason["en"]


def test_owner_who_may_only_look_blocks_the_rule(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    shop.office.on_list(shop.board, shop.office.bob, BoardRole.VIEWER)
    set_off(shop)
    assert shop.states(rule) == ["blocked"]


def test_owner_who_left_a_private_board_blocks_the_rule(shop: Shop) -> None:
    rule = shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    shop.office.opened_to(shop.board, Access.PRIVATE)
    with shop.office.write() as session:
        remove_member(session, shop.office.alice, shop.office.bob.user_id)
    set_off(shop)
    assert [run.reason["code"] for run in shop.runs(rule)] == ["owner"]


def test_board_that_the_owner_may_not_see_gets_no_items(shop: Shop) -> None:
    other = board_of_alice(shop)
    rule = shop.rule(
        QUANTITY_CHANGES, {"type": "create_item", "board": other.id, "values": {"name": "Spy"}}, by=shop.office.bob
    )
    shop.office.opened_to(other, Access.PRIVATE)
    set_off(shop)
    assert [(run.state, run.reason["code"]) for run in shop.runs(rule)] == [("blocked", "board")]


def test_board_on_which_the_owner_may_only_look_gets_no_items(shop: Shop) -> None:
    other = board_of_alice(shop)
    rule = shop.rule(
        QUANTITY_CHANGES, {"type": "create_item", "board": other.id, "values": {"name": "Spy"}}, by=shop.office.bob
    )
    shop.office.on_list(other, shop.office.bob, BoardRole.VIEWER)
    set_off(shop)
    assert shop.states(rule) == ["blocked"]


def test_editors_are_told_of_a_paused_rule_whose_owner_is_shut_out(shop: Shop) -> None:
    shop.rule(QUANTITY_CHANGES, SET_NOTES, by=shop.office.bob)
    shop.office.opened_to(shop.board, Access.PRIVATE)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain(Limits(dead_runs=1))
    with shop.office.read() as session:
        assert session.scalars(sa.select(Notification.user_id)).all() == [shop.office.alice.user_id]


def test_only_those_who_see_the_board_are_notified(shop: Shop) -> None:
    office = shop.office
    shop.rule(
        QUANTITY_CHANGES,
        {"type": "notify", "people": {"users": [office.alice.user_id, office.bob.user_id]}, "message": "Look"},
    )
    office.opened_to(shop.board, Access.PRIVATE)
    item = shop.item(quantity=1)
    shop.change(item.id, quantity=2)
    shop.drain()
    with office.read() as session:
        assert session.scalars(sa.select(Notification.user_id)).all() == [office.alice.user_id]


def board_of_alice(shop: Shop) -> CompiledBoard:
    with shop.office.write() as session:
        return create_board(session, shop.office.alice, "Other")


def test_a_message_tells_hidden_cells_only_to_who_sees_them(shop: Shop) -> None:
    office, people = shop.office, [shop.office.alice.user_id, shop.office.bob.user_id]
    office.on_list(shop.board, office.bob, BoardRole.CONTRIBUTOR)
    hide_from_bob(shop, "sku")
    shop.rule(QUANTITY_CHANGES, {"type": "notify", "people": {"users": people}, "message": "{name}: {sku}"})
    shop.rule(
        QUANTITY_CHANGES,
        {"type": "send_mail", "to": {"users": people}, "subject": "{sku}!", "message": "{name}"},
    )
    item = shop.item(quantity=1, sku="SECRET")
    shop.change(item.id, quantity=2)
    shop.drain()
    with office.read() as session:
        told = {one.user_id: one.message for one in session.scalars(sa.select(Notification))}
        mails = {one.content["to"]: one.content["subject"] for one in session.scalars(sa.select(Delivery))}
    assert told == {office.alice.user_id: "Paper: SECRET", office.bob.user_id: "Paper: "}
    assert mails == {"alice@example.com": "SECRET!", "bob@example.com": "!"}


def test_a_rule_that_names_a_hidden_column_is_none_to_who_does_not_see_it(shop: Shop) -> None:
    office = shop.office
    rule = shop.rule({"type": "column_changes", "columns": ["sku"]}, SET_NOTES)
    office.on_list(shop.board, office.bob, BoardRole.CONTRIBUTOR)
    hide_from_bob(shop, "sku")
    with office.read() as session:
        assert automations_on(session, office.seen(shop.board, office.bob)) == []
        assert [one.id for one in automations_on(session, office.seen(shop.board, office.alice))] == [rule.id]
        with pytest.raises(NotFound):
            automation(session, office.seen(shop.board, office.bob), rule.id)


def hide_from_bob(shop: Shop, key: str) -> None:
    with shop.office.write() as session:
        access = {"see": {"roles": ["editor"], "people": []}}
        shop.board = change_access(session, shop.office.alice, shop.board, key, access)
