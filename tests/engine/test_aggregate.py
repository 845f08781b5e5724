import random
from decimal import Decimal

import pytest

from engine.errors import Invalid
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.views import view_types
from tests.factories import Office


def test_sums_are_exact_and_by_group(office: Office) -> None:
    board = office.stock()
    for status, price in (("low", "0.10"), ("low", "0.20"), ("ok", "5")):
        office.item(board, status=status, price=price)
    with office.read() as session:
        found = aggregate(session, board, context_for(session, office.alice), [("price", "sum")], group_by="status")
    assert {one["value"]: (one["count"], one["price.sum"]["amount"]) for one in found} == {
        "low": (2, "0.30"),
        "ok": (1, "5.00"),
    }


def test_groups_come_in_the_order_of_options(office: Office) -> None:
    board = office.stock()
    for status in ("out", None, "ok", "low"):
        office.item(board, status=status)
    with office.read() as session:
        found = aggregate(session, board, context_for(session, office.alice), group_by="status")
    assert [one["value"] for one in found] == ["ok", "low", "out", None]


def test_a_distribution_counts_by_value(office: Office) -> None:
    board = office.stock()
    for status in ("low", "low", "ok"):
        office.item(board, status=status)
    with office.read() as session:
        (whole,) = aggregate(session, board, context_for(session, office.alice), [("status", "by_value")])
    assert whole["status.by_value"] == {"low": 2, "ok": 1}


def test_averages_skip_empty_cells(office: Office) -> None:
    board = office.stock()
    office.item(board, quantity=1), office.item(board, quantity=2), office.item(board)
    with office.read() as session:
        (whole,) = aggregate(
            session, board, context_for(session, office.alice), [("quantity", "avg")], query=ItemQuery()
        )
    assert whole["quantity.avg"] == 1.5


def test_no_total_is_too_large(office: Office) -> None:
    board = office.stock()
    for quantity in [9_000_000_000_000] * 7 + [0.5]:
        office.item(board, quantity=quantity, price="-9000000000000")
    measures = [("quantity", "sum"), ("quantity*price", "sum")]
    with office.read() as session:
        (whole,) = aggregate(session, board, context_for(session, office.alice), measures)
    assert whole["quantity.sum"] == pytest.approx(63e12)
    assert float(whole["quantity*price.sum"]["amount"]) == pytest.approx(-7 * 81e24)


def test_a_sum_of_products_is_rounded_once_at_its_end(office: Office) -> None:
    board = office.stock()
    chance = random.Random(7)  # noqa: S311
    cells = [(chance.randrange(10**10), chance.randrange(-(10**7), 10**7)) for _ in range(40)]
    for quantity, price in cells:
        office.item(board, quantity=quantity / 10**6, price=str(Decimal(price) / 10**3))
    with office.read() as session:
        (whole,) = aggregate(session, board, context_for(session, office.alice), [("quantity*price", "sum")])
    exact = sum(Decimal(quantity * price).scaleb(-9) for quantity, price in cells)
    assert Decimal(whole["quantity*price.sum"]["amount"]) == round(exact, 6)


def test_an_empty_factor_counts_for_nothing(office: Office) -> None:
    board = office.stock()
    office.item(board, quantity=3, price="1.25"), office.item(board, quantity=4), office.item(board, price="9")
    with office.read() as session:
        (whole,) = aggregate(session, board, context_for(session, office.alice), [("price*quantity", "sum")])
    assert whole["price*quantity.sum"] == {"amount": "3.75", "currency": "EUR"}


@pytest.mark.parametrize(
    ("measure", "function"), [("price*price", "sum"), ("quantity*sku", "sum"), ("quantity*price", "max")]
)
def test_what_cannot_be_multiplied_says_what_can(office: Office, measure: str, function: str) -> None:
    board = office.stock()
    with (
        office.read() as session,
        pytest.raises(Invalid, match="cannot be multiplied: give numbers or percentages, of which one may be"),
    ):
        aggregate(session, board, context_for(session, office.alice), [(measure, function)])


def test_the_table_view_has_a_section_per_group_with_totals(office: Office) -> None:
    board = office.stock()
    office.item(board, quantity=3)
    with office.read() as session:
        content = view_types["table"].load(session, board, {}, context_for(session, office.alice))
        first = content.sections[0]
        (totals,) = aggregate(session, board, context_for(session, office.alice), content.measures, query=first.query)
    assert [(section.title, section.count) for section in content.sections] == [("Lyon", 1), ("Lille", 0)]
    assert totals["quantity.sum"] == 3


def test_grouping_by_value_makes_sections_that_hold_their_items(office: Office) -> None:
    board = office.stock()
    office.item(board, name="A", owner=[office.alice.user_id], expected_on="2026-11-28"), office.item(board, name="B")
    for key in ("owner", "expected_on", "status", "name", "fragile", "price"):
        with office.read() as session:
            content = view_types["table"].load(session, board, {"group_by": [key]}, context_for(session, office.alice))
        assert sum(len(section.items) for section in content.sections) == 2, key
