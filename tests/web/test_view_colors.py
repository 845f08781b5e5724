"""Colours by condition: which items, edges and cells are painted, in which order, and at what cost."""

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa

from engine.queries.colors import meeting
from engine.queries.context import context_for
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client
from tests.web.test_board_page import look

SHORT = {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}}
LATE = {"column": "expected_on", "op": "lt", "value": {"token": "today"}}


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    board = office.stock()
    office.item(board, name="Paper", quantity=3, reorder_level=10, expected_on="2001-01-01", status="low")
    office.item(board, name="Pens", quantity=20, reorder_level=5, expected_on="2001-01-01", status="ok")
    return board


def lines(html: str) -> list[str]:
    return re.findall(r'<tr id="i\d+"[^>]*>', html)


def painted(client: Client, board: CompiledBoard, *rules: dict[str, Any]) -> str:
    return look(client, board, colors=json.dumps(rules))


def test_items_that_meet_a_rule_are_painted(stock: CompiledBoard, alice: Client) -> None:
    first, second = lines(painted(alice, stock, {"color": "amber", "on": "item", "when": SHORT}))
    assert 'data-paint="amber"' in first
    assert "data-paint" not in second


def test_the_first_rule_that_fits_counts_for_its_place(stock: CompiledBoard, alice: Client) -> None:
    rules = [
        {"color": "red", "on": "item", "when": SHORT},
        {"color": "blue", "on": "item", "when": LATE},
        {"color": "teal", "on": "edge", "when": LATE},
        {"color": "pink", "on": "cell", "column": "quantity", "when": SHORT},
    ]
    html = painted(alice, stock, *rules)
    first, second = lines(html)
    assert 'data-paint="red" data-edge="teal"' in first
    assert 'data-paint="blue" data-edge="teal"' in second
    assert len(re.findall(r'<td class="c-number end" data-paint="pink">3<', html)) == 1


def test_a_rule_of_a_column_that_is_gone_paints_nothing_and_says_so(stock: CompiledBoard, alice: Client) -> None:
    broken = {"color": "red", "on": "item", "when": {"column": "gone", "op": "is", "value": 1}}
    html = painted(
        alice, stock, broken, {"color": "amber", "on": "item", "when": SHORT}, {"color": "red", "on": "item"}
    )
    assert 'data-paint="amber"' in lines(html)[0]
    panel = alice.get(f"/boards/{stock.id}/colors", params={"colors": json.dumps([broken])}).text
    assert "no column “gone”" in panel


def test_colours_of_the_address_are_no_way_in(stock: CompiledBoard, alice: Client) -> None:
    html = painted(alice, stock, {"color": '"><script>', "on": "item", "when": SHORT})
    assert "<script>" not in html.replace("&lt;script", "")
    assert "data-paint" not in look(alice, stock, colors='["x", 1]')
    assert 'class="empty"' not in look(alice, stock, colors="nonsense")


def test_overdue_is_ready_made_and_spares_what_is_done(stock: CompiledBoard, alice: Client) -> None:
    panel = alice.get(f"/boards/{stock.id}/colors").text
    (preset,) = re.findall(r'data-add-color="(\{[^"]*)"', panel)
    rule = json.loads(preset.replace("&#34;", '"'))
    html = painted(alice, stock, rule)
    assert len(re.findall(r'<td class="c-date" data-paint="red">', html)) == 1


def test_a_changed_item_comes_back_painted(stock: CompiledBoard, alice: Client) -> None:
    item = re.findall(r'id="i(\d+)"', look(alice, stock))[-1]
    rules = json.dumps([{"color": "amber", "on": "item", "when": SHORT}])
    changed = alice.patch(
        f"/boards/{stock.id}/items/{item}/cells/quantity",
        params={"colors": rules},
        data={"value": "1", "version": "1"},
    )
    assert 'data-paint="amber"' in changed.text


def test_all_rules_of_all_items_are_asked_for_at_once(office: Office, stock: CompiledBoard) -> None:
    rules = [SHORT, LATE, None, {"column": "gone", "op": "is"}]
    seen: list[str] = []
    with office.read() as session:
        context = context_for(session, office.alice)
        sa.event.listen(office.database.reader, "before_cursor_execute", lambda *given: seen.append(given[2]))
        assert meeting(session, stock, rules, context, [1, 2]) == {1: [0, 1], 2: [1]}
    assert len([one for one in seen if one != "BEGIN"]) == 1


def test_the_builder_answers_with_the_condition(stock: CompiledBoard, alice: Client) -> None:
    form = {
        "when.0.column": "quantity",
        "when.0.was": "quantity",
        "when.0.op": "lt",
        "when.0.with": "column:reorder_level",
    }
    answer = alice.post(f"/boards/{stock.id}/colors/0", data=form)
    assert json.loads(answer.headers["HX-Trigger"])["board:color"] == {"place": 0, "when": SHORT}
