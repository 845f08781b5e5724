"""The panels of a view: what they offer, and what is said of parts that no longer work."""

import json
import re
from urllib.parse import unquote

import pytest

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client
from tests.web.test_board_page import look, names


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    board = office.stock()
    for name, status, quantity in (("Paper", "low", 3), ("Pens", "ok", 20), ("Glue", "out", 1)):
        office.item(board, name=name, status=status, quantity=quantity)
    return board


LOW = {"column": "status", "op": "is", "value": "low"}
GONE = {"column": "zip", "op": "is", "value": 1}


def test_only_the_part_that_is_broken_is_offered_to_go(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, filter={"and": [LOW, GONE]}, sort="gone,name", group="status,nope")
    broken = re.search(r'<ul class="broken">.*?</ul>', html, re.DOTALL)
    assert broken
    assert re.findall(r"<b>([^<]*)</b>", broken[0]) == ["Filter", "Sort", "Group by"]
    (first, second, third) = [unquote(link) for link in re.findall(r'href="([^"]*)" data-go', broken[0])]
    assert ("zip" not in first, "gone" in first, "nope" in first) == (True, True, True)
    assert ("zip" in second, "sort=name" in second) == (True, True)
    assert "group=status&amp;" in third


def test_the_filter_counts_what_it_finds(stock: CompiledBoard, alice: Client) -> None:
    panel = alice.get(f"/boards/{stock.id}/filters", params={"filter": json.dumps(LOW)}).text
    assert "1 of 3 items" in panel
    form = {"filter.0.column": "quantity", "filter.0.was": "quantity", "filter.0.op": "lt", "filter.0.with": "value"}
    answer = alice.post(f"/boards/{stock.id}/filters", data={**form, "filter.0.value": "10"})
    assert "2 of 3 items" in answer.text


def test_a_group_of_conditions_is_added_in_one_go(stock: CompiledBoard, alice: Client) -> None:
    form = {"filter.0.column": "status", "filter.0.was": "status", "filter.0.op": "is", "filter.0.with": "value:low"}
    answer = alice.post(f"/boards/{stock.id}/filters", data={**form, "bracket": "filter"})
    assert 'name="filter.1.0.column"' in answer.text
    assert json.loads(answer.headers["HX-Trigger"])["board:filter"]["filter"] == json.dumps(
        {"and": [LOW]}, separators=(",", ":")
    )


def test_a_column_is_summed_up_as_its_view_says(stock: CompiledBoard, alice: Client) -> None:
    menu = alice.get(f"/boards/{stock.id}/columns/quantity/summary").text
    links = dict(re.findall(r'href="/b/\d+\?([^"]*)"[^>]*>([^<]*)</a>', menu))
    chosen = {label: unquote(query).replace("&amp;", "&") for query, label in links.items()}
    assert set(chosen) == {"Nothing", "Sum", "Average", "Smallest", "Largest", "Filled"}
    section = 'data-section="([^"]+)"'
    for label, shown in (("Average", "⌀ 8"), ("Largest", "↑ 20"), ("Filled", "3 / 3"), ("Sum", "Σ 24")):
        page = alice.get(f"/b/{stock.id}?{chosen[label]}").text
        key = re.findall(section, page)[0]
        assert shown in alice.get(f"/boards/{stock.id}/footers?{chosen[label]}&section={key}").text
    assert "Σ 24" not in alice.get(f"/boards/{stock.id}/footers?{chosen['Nothing']}&section={key}").text


def test_the_height_of_the_items_is_part_of_the_look(stock: CompiledBoard, alice: Client) -> None:
    assert 'class="board compact"' in look(alice, stock, density="compact")
    assert 'class="board"' in look(alice, stock, density='"><script>')
    assert names(look(alice, stock, density="tall")) == ["Paper", "Pens", "Glue"]


def test_who_only_looks_moves_no_column(stock: CompiledBoard, alice: Client) -> None:
    panel = alice.get(f"/boards/{stock.id}/columns").text
    assert 'data-column="status"' in panel
    assert 'data-tick="none"' in panel
