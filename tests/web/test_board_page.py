"""The board page: what it shows for each way to look at a board, and at what cost."""

import html as html_module
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from engine.commands.columns import hide_column
from engine.commands.groups import create_group
from engine.commands.items import create_items
from engine.commands.placing import delete_items
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def names(html: str) -> list[str]:
    """Items in the order of the page."""
    return re.findall(r'<tr id="i\d+".*?<td class="c-name"[^>]*>([^<]*)<', html, re.DOTALL)


def sections(html: str) -> list[str]:
    return re.findall(r'<section class="group [^>]*data-section="([^"]+)"', html)


def look(client: Client, board: CompiledBoard, **state: Any) -> str:
    """The part of the page that shows the items."""
    if "filter" in state:
        state["filter"] = json.dumps(state["filter"])
    answer = client.get(f"/b/{board.id}", params=state, headers=FRAGMENT)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    board = office.stock()
    office.item(board, name="Paper", quantity=3, price="12.50", status="low", reorder_level=10)
    office.item(board, name="Pens", quantity=20, price="1", status="ok", reorder_level=5, fragile=True)
    office.item(board, name="Glue", quantity=1, status="out")
    return board


def footers(client: Client, board: CompiledBoard, *wanted: str, **state: Any) -> str:
    """What a page asks for when the footers of these sections come into sight."""
    answer = client.get(f"/boards/{board.id}/footers", params={"section": wanted, **state})
    assert answer.status_code == 200
    return answer.text


def test_the_page_shows_groups_and_items_and_asks_for_its_totals_later(stock: CompiledBoard, alice: Client) -> None:
    page = alice.get(f"/b/{stock.id}").text
    assert names(page) == ["Paper", "Pens", "Glue"]
    assert "Lille" in page
    assert "13.50" not in page
    assert page.count("data-pending") == 2


def test_what_people_type_is_escaped_everywhere(office: Office, alice: Client) -> None:
    board = office.stock()
    hostile = """<script>alert("1")</script>'&"""
    office.item(board, name=hostile, sku=hostile, notes=hostile)
    page = alice.get(f"/b/{board.id}").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&#39;&amp;") >= 3


def test_french_readers_get_french_numbers(
    stock: CompiledBoard, office: Office, sign_in: Callable[[Actor], Client]
) -> None:
    with office.write() as session:
        session.execute(sa.text("UPDATE users SET language = 'fr' WHERE id = :id"), {"id": office.bob.user_id})
    bob = sign_in(office.bob)
    page = bob.get(f"/b/{stock.id}").text
    assert "Stock bas" in page
    assert "Σ 13,50\u00a0€" in footers(bob, stock, *sections(page))


def test_a_filter_keeps_what_matches_and_leaves_empty_groups_out(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, filter={"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}})
    assert names(html) == ["Paper"]
    assert len(sections(html)) == 1
    assert "Quantity is less than Reorder level" in html


def test_a_chip_takes_its_own_condition_away(stock: CompiledBoard, alice: Client) -> None:
    two = [{"column": "quantity", "op": "lt", "value": 10}, {"column": "status", "op": "is", "value": "low"}]
    html = look(alice, stock, filter={"and": two})
    (first, second) = re.findall(r'href="(/b/\d+\?filter=[^"]*)" data-go', html)
    assert names(alice.get(first.replace("&amp;", "&"), headers=FRAGMENT).text) == ["Paper"]
    assert names(alice.get(second.replace("&amp;", "&"), headers=FRAGMENT).text) == ["Paper", "Glue"]


def test_sorting_both_ways(stock: CompiledBoard, alice: Client) -> None:
    assert names(look(alice, stock, sort="-quantity")) == ["Pens", "Paper", "Glue"]
    assert names(look(alice, stock, sort="name")) == ["Glue", "Paper", "Pens"]


def test_grouping_by_a_column_makes_a_section_for_each_value(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, group="status")
    assert sections(html) == ["v[&#34;ok&#34;]", "v[&#34;low&#34;]", "v[&#34;out&#34;]"]


def test_groupings_nest_with_a_heading_and_sums_for_each_outer_value(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, group="fragile,-status")
    assert re.findall(r'<div class="nest" data-section="([^"]+)"', html) == ["v[false]", "v[true]"]
    assert sections(html) == ["v[false,&#34;out&#34;]", "v[false,&#34;low&#34;]", "v[true,&#34;ok&#34;]"]
    assert html.count("</section>") == 3
    assert html.count("<div") == html.count("</div>")
    told = footers(alice, stock, "v[false]", group="fragile,-status")
    assert 'title="Sum"><span class="muted">Quantity</span> Σ 4</span>' in told


def test_dates_are_grouped_by_period(stock: CompiledBoard, office: Office, alice: Client) -> None:
    for day in ("2026-11-30", "2026-12-01", "2027-01-15"):
        office.item(stock, name=day, expected_on=day)
    html = look(alice, stock, group="expected_on:month", hide="price")
    assert re.findall(r"<h2>([^<]*)</h2>", html) == ["November 2026", "December 2026", "January 2027", "Empty"]


def test_an_item_added_in_a_section_gets_the_values_of_all_its_levels(stock: CompiledBoard, alice: Client) -> None:
    section = 'v["low","2026-12-01"]'
    fields = {"name": "Tape", "section": section}
    made = alice.post(f"/boards/{stock.id}/items?group=status,expected_on:month", data=fields)
    assert made.status_code == 200, made.text
    html = look(alice, stock, group="status,expected_on:month", filter={"column": "name", "op": "is", "value": "Tape"})
    assert sections(html) == [section.replace('"', "&#34;")]


def test_the_rest_of_a_section_is_fetched_by_its_name(stock: CompiledBoard, alice: Client) -> None:
    params = {"group": "fragile,status", "section": 'v[false,"low"]'}
    assert names(alice.get(f"/boards/{stock.id}/items", params=params).text) == ["Paper"]
    for wrong in ("v[false]", "g1", "v", "v{}", "low"):
        answer = alice.get(f"/boards/{stock.id}/items", params={"group": "fragile,status", "section": wrong})
        assert answer.status_code == 422, wrong


@pytest.mark.parametrize(
    "key", ["name", "sku", "status", "quantity", "price", "expected_on", "owner", "fragile", "discount", "notes"]
)
def test_every_column_can_group(stock: CompiledBoard, office: Office, alice: Client, key: str) -> None:
    filled = {"sku": "A", "expected_on": "2026-11-28", "owner": [office.alice.user_id], "discount": 0.5, "notes": "N"}
    office.item(stock, name="Full", **filled)
    assert sorted(names(look(alice, stock, group=key))) == ["Full", "Glue", "Paper", "Pens"]


def test_hidden_columns_are_not_drawn_and_the_name_always_is(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, hide="price,quantity,name")
    assert 'data-key="price"' not in html
    assert 'data-key="name"' in html
    assert "Σ" not in html.replace("Σ 15", "")


def test_search_finds_without_accents(stock: CompiledBoard, office: Office, alice: Client) -> None:
    office.item(stock, name="Étagère")
    assert names(look(alice, stock, q="etag")) == ["Étagère"]


def test_nothing_found_offers_a_way_back(stock: CompiledBoard, alice: Client) -> None:
    html = look(alice, stock, q="zebra")
    assert "Nothing matches" in html
    assert names(html) == []


@pytest.mark.parametrize(
    "state",
    [
        {"filter": {"column": "gone", "op": "is", "value": 1}},
        {"filter": {"column": "price", "op": "is", "value": "abc"}},
        {"sort": "gone"},
        {"group": "gone"},
        {"group": "status:month"},
        {"group": "expected_on:fortnight"},
        {"group": "status,status"},
        {"group": "name,sku,status,price"},
    ],
)
def test_an_address_of_what_is_no_longer_there_says_so(
    stock: CompiledBoard, alice: Client, state: dict[str, Any]
) -> None:
    html = look(alice, stock, **state)
    assert "This view no longer works" in html
    assert re.search(rf'href="/b/{stock.id}(\?view=\d+)?" data-go', html)


def test_a_filter_that_is_no_json_says_so(stock: CompiledBoard, alice: Client) -> None:
    html = alice.get(f"/b/{stock.id}", params={"filter": "{broken"}).text
    assert "This filter cannot be read" in html


def test_a_viewer_is_offered_no_change(
    stock: CompiledBoard, office: Office, sign_in: Callable[[Actor], Client]
) -> None:
    page = sign_in(office.charlie).get(f"/b/{stock.id}").text
    assert "data-readonly" in page
    assert all(
        offer not in page
        for offer in ("data-new-item", "data-add-group", "data-editor=", "column-types", 'data-act="delete"')
    )


def test_somebody_elses_board_does_not_exist(
    stock: CompiledBoard, office: Office, sign_in: Callable[[Actor], Client]
) -> None:
    assert sign_in(office.dora).get(f"/b/{stock.id}").status_code == 404


@pytest.fixture
def long_board(office: Office) -> CompiledBoard:
    board = office.stock()
    with office.write() as session:
        values = [{"name": f"Item {number:03d}", "quantity": number} for number in range(250)]
        create_items(session, office.alice, board, values)
    return board


def gaps(html: str) -> list[int]:
    """How many items each gap of the first section stands for."""
    return [
        int(count)
        for count in re.findall(r'<tr class="gap" data-count="(\d+)"', html.split("</section>", maxsplit=1)[0])
    ]


def window(client: Client, board: CompiledBoard, section: str, start: int, **state: Any) -> list[str]:
    params = {"section": section.replace("&#34;", '"'), "start": start, "limit": 50, **state}
    return names(client.get(f"/boards/{board.id}/items", params=params).text)


def numbered(places: range) -> list[str]:
    return [f"Item {number:03d}" for number in places]


def test_a_long_section_shows_its_first_items_and_a_gap_for_the_others(
    long_board: CompiledBoard, alice: Client
) -> None:
    html = look(alice, long_board)
    assert names(html) == numbered(range(100))
    assert gaps(html) == [150]


def test_a_window_of_a_section_begins_at_any_place(long_board: CompiledBoard, alice: Client) -> None:
    section = sections(look(alice, long_board))[0]
    assert window(alice, long_board, section, 120) == numbered(range(120, 170))
    assert window(alice, long_board, section, 240) == numbered(range(240, 250))
    assert window(alice, long_board, section, 999) == []


def test_the_windows_of_a_sorted_and_grouped_section_follow_its_sort(long_board: CompiledBoard, alice: Client) -> None:
    state = {"group": "fragile", "sort": "-quantity"}
    section = sections(look(alice, long_board, **state))[0]
    assert window(alice, long_board, section, 10, **state) == numbered(range(239, 189, -1))


def test_the_page_can_begin_where_the_reader_was(long_board: CompiledBoard, alice: Client) -> None:
    section = sections(look(alice, long_board))[0]
    html = look(alice, long_board, at=f"180:{section}")
    assert names(html)[:2] == ["Item 130", "Item 131"]
    assert gaps(html) == [130, 20]
    assert gaps(look(alice, long_board, at=f"9999:{section}")) == [200]


def test_fresh_rows_say_where_they_and_the_anchors_stand(
    long_board: CompiledBoard, office: Office, alice: Client
) -> None:
    html = look(alice, long_board)
    first = int(re.search(r'<tr id="i(\d+)"', html)[1])  # type: ignore[index]
    with office.write() as session:
        delete_items(session, office.alice, long_board, [first, first + 1])
    params: dict[str, Any] = {"ids": f"{first},{first + 9}", "anchors": f"{first + 200}"}
    told = alice.get(f"/boards/{long_board.id}/rows", params=params).text
    assert names(told) == ["Item 009"]
    assert 'data-count="248"' in told
    assert json.loads(html_module.unescape(re.search(r'data-places="([^"]+)"', told)[1])) == {  # type: ignore[index]
        str(first + 9): 7,
        str(first + 200): 198,
    }
    params |= {"sort": "-quantity"}
    told = alice.get(f"/boards/{long_board.id}/rows", params=params).text
    assert f"&#34;{first + 9}&#34;: 240" in told


def test_fresh_rows_tell_items_that_the_view_hides_from_those_that_are_gone(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    ids = [int(found) for found in re.findall(r'<tr id="i(\d+)"', look(alice, stock))]
    with office.write() as session:
        delete_items(session, office.alice, stock, [ids[1]])
    tree = json.dumps({"column": "status", "op": "is", "value": "low"})
    params = {"ids": ",".join(map(str, ids)), "anchors": "", "filter": tree}
    told = alice.get(f"/boards/{stock.id}/rows", params=params).text
    assert f'data-hidden="{ids[2]}"' in told


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every question to the database; the beginning of a transaction is none."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_the_statements_of_a_page_do_not_grow_with_groups_and_items(
    stock: CompiledBoard, office: Office, alice: Client
) -> None:
    with counted() as few:
        alice.get(f"/b/{stock.id}")
    with office.write() as session:
        for number in range(30):
            group = create_group(session, office.alice, stock, f"Group {number}")
            owner = [office.alice.user_id]
            create_items(session, office.alice, stock, [{"name": f"{number}", "owner": owner}] * 3, group_id=group.id)
    with counted() as many:
        page = alice.get(f"/b/{stock.id}").text
    assert len(names(page)) == 93
    assert len(many) <= len(few) + 1, "people are asked for once"
    assert len(many) <= 14, [statement[:70] for statement in many]


def test_fresh_rows_stand_under_their_sections_and_leave_out_what_no_longer_matches(
    stock: CompiledBoard, alice: Client
) -> None:
    ids = re.findall(r'<tr id="i(\d+)"', look(alice, stock))
    state = {"filter": json.dumps({"column": "quantity", "op": "lt", "value": 10}), "group": "status"}
    answer = alice.get(f"/boards/{stock.id}/rows", params={"ids": ",".join(ids), **state}).text
    assert re.findall(r'<tbody data-section="([^"]+)"', answer) == ["v[&#34;low&#34;]", "v[&#34;out&#34;]"]
    assert names(answer) == ["Paper", "Glue"]


def test_fresh_footers_count_and_sum(stock: CompiledBoard, alice: Client) -> None:
    answer = footers(alice, stock)
    assert "3 items" in answer
    assert "13.50" not in answer
    answer = footers(alice, stock, *sections(look(alice, stock)))
    assert "Σ €13.50" in answer
    assert names(answer) == []


def test_the_battery_says_how_many_there_are_of_each(stock: CompiledBoard, alice: Client) -> None:
    html = footers(alice, stock, *sections(look(alice, stock)))
    assert "<title>Low (1)</title>" in html
    assert 'class="c-amber" x="33.33" y="0" width="33.33"' in html


def test_the_filter_form_makes_the_address_language_free(
    stock: CompiledBoard, office: Office, sign_in: Callable[[Actor], Client]
) -> None:
    with office.write() as session:
        session.execute(sa.text("UPDATE users SET language = 'fr' WHERE id = :id"), {"id": office.bob.user_id})
    form = {"filter.0.column": "quantity", "filter.0.op": "lt", "filter.0.with": "value", "filter.0.value": "12,5"}
    answer = sign_in(office.bob).post(f"/boards/{stock.id}/filters", data=form)
    trigger = json.loads(answer.headers["HX-Trigger"])
    assert json.loads(trigger["board:filter"]["filter"]) == {"column": "quantity", "op": "lt", "value": 12.5}


def test_the_filter_form_says_where_it_is_wrong(stock: CompiledBoard, alice: Client) -> None:
    form = {"filter.0.column": "quantity", "filter.0.op": "lt", "filter.0.with": "value", "filter.0.value": "many"}
    answer = alice.post(f"/boards/{stock.id}/filters", data=form)
    assert "HX-Trigger" not in answer.headers
    assert "“many” is not a number" in answer.text
    assert 'value="many"' in answer.text


def test_an_unfinished_condition_does_not_filter_yet(stock: CompiledBoard, alice: Client) -> None:
    answer = alice.post(f"/boards/{stock.id}/filters", data={"filter.0.column": "quantity", "filter.0.op": "lt"})
    assert json.loads(answer.headers["HX-Trigger"]) == {"board:filter": {"filter": ""}}


@pytest.mark.parametrize(
    "panel", ["filters", "sorts", "groupings", "columns", "column-types", "columns/status", "columns/status/settings"]
)
def test_every_panel_opens(stock: CompiledBoard, alice: Client, panel: str) -> None:
    assert alice.get(f"/boards/{stock.id}/{panel}", headers=FRAGMENT).status_code == 200


def test_a_deleted_column_is_offered_for_restoring(stock: CompiledBoard, office: Office, alice: Client) -> None:
    with office.write() as session:
        hide_column(session, office.alice, stock, "price")
    assert f"/boards/{stock.id}/columns/price/restoration" in alice.get(f"/boards/{stock.id}/columns").text
