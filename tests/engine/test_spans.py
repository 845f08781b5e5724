"""Periods: how they are typed, shown, compared and summed up."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.errors import Invalid
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.spans import format_span, parse_span, short_span
from engine.text import LANGUAGES, Language
from tests.factories import Office

TODAY = date(2026, 11, 24)
NOVEMBER = "2026-11-12/2026-11-28"
TYPED = [
    ("2026-11-12/2026-11-28", NOVEMBER), ("12/11 - 28/11", None), ("12 – 28 nov.", NOVEMBER), ("12-28 nov", NOVEMBER),
    ("12..28 nov 2026", NOVEMBER), ("du 12 au 28 novembre", NOVEMBER), ("from Nov 12 to Nov 28", NOVEMBER),
    ("Nov 12 – 28, 2026", NOVEMBER), ("Nov 12-28", NOVEMBER), ("2026-11-12 → 2026-11-28", NOVEMBER), ("12 nov + 16 jours", NOVEMBER),
    ("demain – vendredi", "2026-11-25/2026-11-27"), ("28 déc – 3 janv", "2026-12-28/2027-01-03"),
    ("28 déc. 2026 – 3 janv. 2027", "2026-12-28/2027-01-03"), ("1er au 15 mars 2027", "2027-03-01/2027-03-15"),
    ("28 nov", "2026-11-28/2026-11-28"), ("this week", "2026-11-23/2026-11-29"), ("le mois prochain", "2026-12-01/2026-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "span"), [pair for pair in TYPED if pair[1]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_period_is_read_alike_in_both_languages(typed: str, span: str, language: Language) -> None:
    assert parse_span(typed, language, TODAY) == span


@pytest.mark.parametrize("raw", [{"from": "2026-11-12", "to": "2026-11-28"}, ["2026-11-12", "2026-11-28"]])
def test_programs_may_send_its_ends(raw: object) -> None:
    assert parse_span(raw, "en", TODAY) == NOVEMBER


@pytest.mark.parametrize(
    "raw", ["abc", "12 – ", "1 – 2 – 3", "<script>", "x" * 200, 12, {"from": "2026-11-12"}, [1], True]
)
def test_what_is_no_period_is_refused_with_examples(raw: object) -> None:
    with pytest.raises(Invalid, match=r"is not a (period|date)"):
        parse_span(raw, "en", TODAY)


@pytest.mark.parametrize("typed", ["2026-11-28/2026-11-12", "20 au 5 déc", "28/11/2026 - 12/11/2026"])
def test_a_period_that_ends_first_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="ends before it begins"):
        parse_span(typed, "fr", TODAY)


@given(st.dates(date(1001, 1, 1), date(9000, 1, 1)), st.integers(0, 800), st.sampled_from(LANGUAGES))
def test_what_is_shown_is_read_back(first: date, days: int, language: Language) -> None:
    span = f"{first}/{first + timedelta(days=days)}"
    assert parse_span(format_span(span, language), language, TODAY) == span
    assert parse_span(short_span(span, language, TODAY.year), language, TODAY) == span


@example("¨", "en")
@given(st.text(max_size=90), st.sampled_from(LANGUAGES))
def test_any_text_is_a_period_or_refused(typed: str, language: Language) -> None:
    with suppress(Invalid):
        assert parse_span(typed, language, TODAY) != ""


def test_the_year_is_left_out_where_it_is_this_one() -> None:
    assert [short_span(NOVEMBER, language, 2026) for language in LANGUAGES] == [
        "Nov 12\u2009–\u200928",
        "12\u2009–\u200928 nov.",
    ]


@pytest.fixture
def plan(office: Office) -> CompiledBoard:
    with office.write() as session:
        board, _ = add_column(session, office.alice, create_board(session, office.alice, "Plan"), "timeline", "When")
        for name, when in (
            ("a", "2026-11-01/2026-11-10"),
            ("b", NOVEMBER),
            ("c", "2026-12-01/2026-12-01"),
            ("d", None),
        ):
            create_item(session, office.alice, board, {"name": name, "when": when})
        return board


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("overlaps", "2026-11-10 – 2026-11-12", "ab"),
        ("overlaps", "2026-11-11", ""),
        ("contains", "2026-11-12", "b"),
        ("contains", NOVEMBER, "b"),
        ("within", "2026-11-01/2026-11-30", "ab"),
        ("lt", "2026-11-11", "a"),
        ("gt", "2026-11-11", "bc"),
        ("starts", "2026-11-01/2026-11-12", "ab"),
        ("ends", "2026-11-28", "b"),
        ("is", "2026-12-01", "c"),
        ("not", NOVEMBER, "acd"),
        ("overlaps", {"column": "when"}, "abc"),
        ("is_empty", None, "d"),
    ],
)
def test_periods_are_compared_by_their_ends(
    office: Office, plan: CompiledBoard, op: str, value: object, names: str
) -> None:
    with office.read() as session:
        query = ItemQuery(filter={"column": "when", "op": op, "value": value})
        found = page(session, plan, query, context_for(session, office.alice)).items
    assert "".join(item.name for item in found) == names


def test_what_begins_or_ends_in_the_next_days(office: Office, plan: CompiledBoard) -> None:
    with office.write() as session:
        context = context_for(session, office.alice)
        near = f"{context.today + timedelta(days=3)}/{context.today + timedelta(days=300)}"
        create_item(session, office.alice, plan, {"name": "e", "when": near})
        for op, names in (("starts_in", ["e"]), ("ends_in", [])):
            query = ItemQuery(
                filter={"and": [{"column": "when", "op": op, "value": 3}, {"column": "name", "op": "is", "value": "e"}]}
            )
            assert [item.name for item in page(session, plan, query, context).items] == names


def test_a_board_runs_from_its_first_to_its_last_day(office: Office, plan: CompiledBoard) -> None:
    with office.read() as session:
        (found,) = aggregate(session, plan, context_for(session, office.alice), [("when", "span"), ("when", "days")])
    assert (found["when.span"], found["when.days"]) == ("2026-11-01/2026-12-01", 28)
