"""Moments as they are typed, in the reader's time zone, and how they compare with days and with each other."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.commands.members import change_zone
from engine.context import Context
from engine.errors import Invalid
from engine.hours import format_moment, parse_moment
from engine.moment import from_iso, to_iso
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from engine.queries.members import actor_by_email
from engine.text import LANGUAGES, Language
from tests.factories import Office

TODAY = date(2026, 11, 24)
PARIS = ZoneInfo("Europe/Paris")
TYPED = [
    ("14h30", "2026-11-24T13:30"), ("14h", "2026-11-24T13:00"), ("2pm", "2026-11-24T13:00"), ("2:30 p.m.", "2026-11-24T13:30"),
    ("à midi", "2026-11-24T11:00"), ("28/11 à 14h30", "2026-11-28T13:30"), ("28/11/2026 14:30", "2026-11-28T13:30"),
    ("demain 9h", "2026-11-25T08:00"), ("9h demain", "2026-11-25T08:00"), ("tomorrow at noon", "2026-11-25T11:00"),
    ("28 nov 14 h 30", "2026-11-28T13:30"), ("next friday 2 pm", "2026-11-27T13:00"), ("12 am", "2026-11-23T23:00"),
    ("2026-11-28T14:30", "2026-11-28T13:30"), ("2026-11-28T14:30Z", "2026-11-28T14:30"), ("2026-11-28 14:30-05:00", "2026-11-28T19:30"),
    ("28/11", "2026-11-27T23:00"), ("20 août 2026 8h", "2026-08-20T06:00"),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "moment"), TYPED)
def test_a_moment_is_read_in_the_readers_zone(typed: str, moment: str, language: Language) -> None:
    assert parse_moment(typed, language, TODAY, PARIS) == f"{moment}:00.000Z"


@pytest.mark.parametrize("typed", ["25h", "14:61", "13pm", "28/11 24:00"])
def test_an_hour_that_no_clock_shows_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Invalid, match="There is no hour"):
        parse_moment(typed, "en", TODAY, UTC)


@pytest.mark.parametrize("typed", ["abc", "12", "<script>", "x" * 500, 45000, True, ["now"]])
def test_what_is_no_moment_is_refused_with_examples(typed: object) -> None:
    with pytest.raises(Invalid, match="tomorrow 9:00"):
        parse_moment(typed, "en", TODAY, UTC)


@pytest.mark.parametrize(("typed", "minutes"), [("now", 0), ("in 2 hours", 120), ("dans 30 minutes", 30), ("+1h", 60)])
def test_words_are_told_from_this_minute(typed: str, minutes: int) -> None:
    read = from_iso(parse_moment(typed, "fr", TODAY, PARIS) or "")
    assert abs((read - datetime.now(UTC)).total_seconds() / 60 - minutes) < 2


@given(st.dates(date(1001, 1, 1), date(9998, 1, 1)), st.times(), st.sampled_from(LANGUAGES))
def test_what_is_shown_is_read_back(day: date, hour: time, language: Language) -> None:
    iso = to_iso(datetime.combine(day, hour.replace(microsecond=0), UTC))
    assert parse_moment(format_moment(iso, language, UTC), language, TODAY, UTC) == iso


@given(st.text(max_size=70), st.sampled_from(LANGUAGES))
def test_any_text_is_a_moment_or_refused(typed: str, language: Language) -> None:
    with suppress(Invalid):
        assert parse_moment(typed, language, TODAY, PARIS) != ""


def found(office: Office, op: str, value: object, zone: str = "Europe/Paris") -> list[str]:
    """Names of the items whose moment passes: before midnight in Paris, at 14:30, the next morning, none."""
    with office.write() as session:
        change_zone(session, office.alice, zone)
        alice = actor_by_email(session, "alice@example.com")
        board = create_board(session, alice, "Visits")
        board, key = add_column(session, alice, board, "datetime", "When")
        moments = ("2026-11-27T22:59:59Z", "2026-11-28T13:30:00Z", "2026-11-29T08:00:00Z", None)
        for name, moment in zip(("eve", "noon", "morrow", "none"), moments, strict=True):
            create_item(session, alice, board, {"name": name, key: moment})
        query = ItemQuery(filter={"column": key, "op": op, "value": value})
        return [one.name for one in page(session, board, query, context_for(session, alice)).items]


@pytest.mark.parametrize(
    ("op", "value", "names"),
    [
        ("is", "2026-11-28", ["noon"]),
        ("not", "2026-11-28", ["eve", "morrow", "none"]),
        ("is", "2026-11-28T14:30", ["noon"]),
        ("is", "2026-11-28T14:31", []),
        ("lt", "2026-11-28", ["eve"]),
        ("lte", "2026-11-28", ["eve", "noon"]),
        ("gt", "2026-11-28", ["morrow"]),
        ("gt", "2026-11-28T14:00", ["noon", "morrow"]),
        ("gte", "2026-11-28", ["noon", "morrow"]),
        ("is_empty", None, ["none"]),
    ],
)
def test_a_day_is_the_readers_whole_day_and_a_minute_a_minute(
    office: Office, op: str, value: object, names: list[str]
) -> None:
    assert found(office, op, value) == names


def test_the_same_day_is_another_one_elsewhere(office: Office) -> None:
    assert found(office, "is", "2026-11-28", "Pacific/Kiritimati") == ["eve"]


def test_the_next_days_are_whole_days_of_the_reader(office: Office) -> None:
    with office.write() as session:
        board = create_board(session, office.alice, "Visits")
        board, key = add_column(session, office.alice, board, "datetime", "When")
        context = context_for(session, office.alice)
        for name, typed in (("now", "now"), ("soon", "in 2 days 23:59"), ("later", "in 3 days"), ("past", "yesterday")):
            create_item(session, office.alice, board, {"name": name, key: typed})
        for op, names in (("next_days", ["now", "soon"]), ("past_days", ["now", "past"])):
            query = ItemQuery(filter={"column": key, "op": op, "value": 2})
            assert [one.name for one in page(session, board, query, context).items] == names


def test_today_begins_at_midnight_in_the_persons_zone(office: Office) -> None:
    with office.write() as session:
        change_zone(session, office.alice, "Pacific/Kiritimati")
        alice = actor_by_email(session, "alice@example.com")
        ahead, behind = (context_for(session, one).today for one in (alice, office.bob))
    assert (ahead - behind).days == (0 if datetime.now(UTC).hour < 10 else 1)


def test_an_unknown_zone_is_refused(office: Office) -> None:
    with office.write() as session, pytest.raises(Invalid, match="time zone"):
        change_zone(session, office.alice, "../etc/passwd")


def test_a_context_without_a_zone_speaks_of_utc() -> None:
    assert Context("en", TODAY).zone is UTC
