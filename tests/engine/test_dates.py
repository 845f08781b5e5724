"""Dates as they are typed and read."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates import format_date, parse_date
from engine.errors import Invalid
from engine.text import LANGUAGES, Language

TODAY = date(2026, 11, 24)
BOTH = [
    ("2026-11-28", "2026-11-28"),
    ("2026/11/28", "2026-11-28"),
    ("2026-11-28T10:00:00Z", "2026-11-28"),
    ("2026-11-28 10:00:00.123+01:00", "2026-11-28"),
    ("28/11/2026", "2026-11-28"),
    ("11/28/2026", "2026-11-28"),
    ("28/11", "2026-11-28"),
    ("28.11.26", "2026-11-28"),
    ("28-11-2026 14:30", "2026-11-28"),
    ("28 nov. 2026", "2026-11-28"),
    ("28 novembre", "2026-11-28"),
    ("28-nov-26", "2026-11-28"),
    ("Nov 28, 2026", "2026-11-28"),
    ("november 28th 2026", "2026-11-28"),
    ("1er mars 2027", "2027-03-01"),
    ("5 août 2026", "2026-08-05"),
    ("5 aout 2026", "2026-08-05"),
    ("28/11/85", "1985-11-28"),
    ("29/2/28", "2028-02-29"),
    ("today", "2026-11-24"),
    ("Demain", "2026-11-25"),
    ("hier", "2026-11-23"),
    ("aujourd’hui", "2026-11-24"),
    ("aujourd'hui", "2026-11-24"),
    ("   ", None),
]
NO_DATES = [
    "abc", "45000", "nov 2026", "jui 3", "1/2/3/4", "28nov2026x", "0000-01-01", "0026-11-28", date(26, 11, 28), "11:30", "2026", "3 mois", "x" * 500,
    45000, 12.5, True, [2026, 11, 28],
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "day"), BOTH)
def test_one_reading_is_the_same_in_both_languages(typed: str, day: str | None, language: Language) -> None:
    assert parse_date(typed, language, TODAY) == day


@pytest.mark.parametrize(("language", "day"), [("en", "2026-05-04"), ("fr", "2026-04-05")])
def test_two_readings_are_told_apart_by_the_language(language: Language, day: str) -> None:
    assert parse_date("5/4/2026", language, TODAY) == day


@pytest.mark.parametrize("raw", [date(2026, 11, 28), datetime(2026, 11, 28, 23, 59, tzinfo=UTC)])
def test_dates_of_a_spreadsheet_pass(raw: object) -> None:
    assert parse_date(raw, "fr", TODAY) == "2026-11-28"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_date_is_refused_with_examples(typed: object, language: Language) -> None:
    with pytest.raises(Invalid) as refused:
        parse_date(typed, language, TODAY)
    assert "2026-11-28" in refused.value.say(language)


@pytest.mark.parametrize("typed", ["31/02", "31/02/2026", "02/31/2026", "2026-02-31", "31 févr.", "Feb 31, 2026"])
def test_a_day_that_the_month_does_not_have_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_date(typed, "en", TODAY)
    assert refused.value.say("en") == "February 2026 has no day 31: it has 28 days. Write a day from 1 to 28."
    assert refused.value.say("fr") == (
        "Février 2026 n’a pas de jour 31\u00a0: il compte 28 jours. Écrivez un jour de 1 à 28."
    )


@pytest.mark.parametrize("typed", ["13/13/2026", "2026-13-01"])
def test_a_month_that_does_not_exist_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Invalid, match="There is no month 13"):
        parse_date(typed, "en", TODAY)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(LANGUAGES))
def test_what_is_shown_is_read_back(day: date, language: Language) -> None:
    assert parse_date(format_date(day.isoformat(), language), language, TODAY) == day.isoformat()


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_a_date_or_refused(typed: str, language: Language) -> None:
    with suppress(Invalid):
        assert date.fromisoformat(parse_date(typed, language, TODAY) or "2026-11-28")


def test_dates_are_shown_as_each_language_writes_them() -> None:
    assert [format_date("2026-11-28", language) for language in LANGUAGES] == ["Nov 28, 2026", "28 nov. 2026"]


def test_words_follow_the_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert parse_date("yesterday", "en", tomorrow) == TODAY.isoformat()
