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
