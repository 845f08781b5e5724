"""Grouping by several levels and by periods: every item stands in exactly the section that its name asks for."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from engine.commands.columns import add_column
from engine.context import Context
from engine.errors import Invalid
from engine.periods import PERIODS, first_day, next_day, period_title
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.levels import Level, cells_of, checked_levels, level_value
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.view import TableContent
from engine.views import view_types
from tests.factories import Office

DAYS = ("2024-02-29", "2025-12-29", "2026-01-01", "2026-03-31", "2026-04-01", "2026-11-29", "2026-11-30", "2027-01-03")


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    board = office.stock()
    for place, day in enumerate(DAYS):
        status = ("ok", "low")[place % 2]
        owners = [office.alice.user_id, office.bob.user_id][: place % 3]
        office.item(board, name=day, expected_on=day, status=status, quantity=place % 2, owner=owners, price="1.5")
    office.item(board, name="Blank")
    return board


def loaded(office: Office, board: CompiledBoard, *levels: str) -> TableContent:
    with office.read() as session:
        context = context_for(session, office.alice)
        return view_types["table"].load(session, board, {"group_by": [*levels]}, context)


@pytest.mark.parametrize("period", PERIODS)
def test_the_database_and_python_agree_on_every_period(office: Office, board: CompiledBoard, period: str) -> None:
    content = loaded(office, board, f"expected_on:{period}")
    level = Level("expected_on", period)
    for section in content.sections:
        assert section.count == len(section.items) > 0
        for item in section.items:
            assert level_value(level, item.group_id, item.values) == section.query.holds[0][1]
    assert content.count == len(DAYS) + 1


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_ends_where_the_next_begins(period: str) -> None:
    for day in map(date.fromisoformat, DAYS):
        first, behind = first_day(period, day), next_day(period, first_day(period, day))
        assert behind
        assert first <= day < behind
        assert first_day(period, behind) == behind
    assert next_day(period, first_day(period, date(9999, 12, 31))) is None


@pytest.mark.parametrize("levels", [("created:day", "status"), ("created", "owner"), ("group", "price", "quantity")])
def test_each_item_is_in_one_section_of_every_kind(
    office: Office, board: CompiledBoard, levels: tuple[str, ...]
) -> None:
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "created", "Created", {})
    content = loaded(office, board, *levels)
    found = [item.id for section in content.sections for item in section.items]
    assert len(found) == len(set(found)) == len(DAYS) + 1
    with office.read() as session:
        context = context_for(session, office.alice)
        for section in content.sections:
            assert len(page(session, board, section.query, context).items) == section.count


def test_sections_come_in_the_order_of_all_levels(office: Office, board: CompiledBoard) -> None:
    content = loaded(office, board, "-status", "expected_on:year")
    assert [[*(one.title for one in section.above), section.title] for section in content.sections] == [
        ["Low", "2025"],
        ["Low", "2026"],
        ["Low", "2027"],
        ["In stock", "2024"],
        ["In stock", "2026"],
        ["Empty", "Empty"],
    ]
    assert [section.above[0].count for section in content.sections] == [4, 4, 4, 4, 4, 1]
    assert content.sections[0].above[0] is content.sections[1].above[0]
    assert not [(a, b) for a, b in pairwise(content.sections) if a.query.holds == b.query.holds]


def test_the_board_s_own_groups_are_a_level(office: Office, board: CompiledBoard) -> None:
    content = loaded(office, board, "group", "status")
    assert [(section.above[0].title, section.title) for section in content.sections] == [
        ("Lyon", "In stock"),
        ("Lyon", "Low"),
        ("Lyon", "Empty"),
    ]
    assert all(section.group_id for section in content.sections)


@pytest.mark.parametrize("levels", [["gone"], ["status:month"], ["expected_on:moon"], ["a", "b", "c", "d"]])
def test_what_cannot_be_grouped_by_is_said(board: CompiledBoard, levels: list[str]) -> None:
    with pytest.raises(Invalid):
        checked_levels(board, [Level.read(text) for text in levels])


def test_a_period_that_is_no_day_is_refused(office: Office, board: CompiledBoard) -> None:
    query = ItemQuery(holds=((Level("expected_on", "month"), "soon"),))
    with office.read() as session, pytest.raises(Invalid, match="begins on a day"):
        page(session, board, query, context_for(session, office.alice))


def test_a_new_item_gets_today_where_today_lies_in_the_period(board: CompiledBoard) -> None:
    context = Context("en", date(2026, 11, 24))
    month = Level("expected_on", "month")
    assert cells_of(board, ((month, "2026-11-01"), (Level("group"), 1)), context) == {"expected_on": "2026-11-24"}
    assert cells_of(board, ((month, "2027-01-01"),), context) == {"expected_on": "2027-01-01"}


def test_periods_are_called_what_people_call_them() -> None:
    day = date(2026, 11, 23)
    assert [period_title(period, day, "en") for period in PERIODS] == [
        "Nov 23, 2026",
        "Week of Nov 23, 2026",
        "November 2026",
        "Q4 2026",
        "2026",
    ]
    assert period_title("month", day, "fr") == "Novembre 2026"
    assert period_title("quarter", day, "fr") == "T4 2026"


def test_a_box_that_was_never_written_stands_with_the_unchecked_ones(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        board, key = add_column(session, office.alice, board, "checkbox", "Seen", {})
    office.item(board, name="Unseen", **{key: False})
    content = loaded(office, board, key)
    assert [(section.title, section.count) for section in content.sections] == [("No", len(DAYS) + 2)]
    assert len(content.sections[0].items) == len(DAYS) + 2


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Paris", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
@pytest.mark.parametrize("period", PERIODS)
def test_moments_lie_in_the_days_of_the_reader_s_zone(office: Office, period: str, zone: str) -> None:
    board = office.stock()
    with office.write() as session:
        board, _ = add_column(session, office.alice, board, "datetime", "Visit", {})
    for moment in ("2026-11-30T23:30:00Z", "2026-12-01T07:59:00Z", "2026-03-29T00:30:00Z", "2026-12-31T18:15:00Z"):
        office.item(board, visit=moment)
    reader = replace(office.alice, zone=zone)
    with office.read() as session:
        context = context_for(session, reader)
        content = view_types["table"].load(session, board, {"group_by": [f"visit:{period}"]}, context)
        found = [item.id for section in content.sections for item in section.items]
        assert len(found) == len(set(found)) == content.count == 4
        for section in content.sections:
            ((level, value),) = section.query.holds
            for item in section.items:
                day = datetime.fromisoformat(item.values["visit"]).astimezone(ZoneInfo(zone)).date()
                assert first_day(period, day).isoformat() == value
                assert level_value(level, item.group_id, item.values, context.zone) == value
            assert len(page(session, board, section.query, context).items) == section.count


def test_the_first_day_of_all_can_be_asked_for(office: Office) -> None:
    board = office.stock()
    with office.read() as session:
        context = context_for(session, replace(office.alice, zone="Asia/Tokyo"))
        query = ItemQuery(holds=[(Level("created", "day"), "0001-01-01")])
        with office.database.write() as writing:
            board, _ = add_column(writing, office.alice, board, "created", "Created", {})
        assert page(session, board, query, context).items == []
