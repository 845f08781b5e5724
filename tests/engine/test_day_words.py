"""Days told from today, in the words of both languages."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates import parse_date
from engine.errors import Invalid
from engine.text import LANGUAGES, Language

TUESDAY = date(2026, 11, 24)
WORDS = [
    ("tomorrow", "2026-11-25"), ("Après-demain", "2026-11-26"), ("the day after tomorrow", "2026-11-26"),
    ("avant-hier", "2026-11-22"), ("friday", "2026-11-27"), ("next friday", "2026-11-27"), ("fri.", "2026-11-27"),
    ("lundi prochain", "2026-11-30"), ("Lundi", "2026-11-30"), ("mardi", "2026-12-01"), ("mardi dernier", "2026-11-17"),
    ("last tuesday", "2026-11-17"), ("last monday", "2026-11-23"), ("vendredi qui vient", "2026-11-27"),
    ("in 3 days", "2026-11-27"), ("dans 3 jours", "2026-11-27"), ("dans une semaine", "2026-12-01"),
    ("d’ici 2 mois", "2027-01-24"), ("+3", "2026-11-27"), ("-2", "2026-11-22"), ("+ 2 semaines", "2026-12-08"),
    ("3 days ago", "2026-11-21"), ("il y a un mois", "2026-10-24"), ("a year ago", "2025-11-24"),
    ("next week", "2026-11-30"), ("la semaine dernière", "2026-11-16"), ("le mois prochain", "2026-12-01"),
    ("l’année prochaine", "2027-01-01"), ("end of month", "2026-11-30"), ("fin du mois", "2026-11-30"),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "day"), WORDS)
def test_a_word_means_the_same_in_both_languages(typed: str, day: str, language: Language) -> None:
    assert parse_date(typed, language, TUESDAY) == day


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert parse_date("dans 1 mois", "fr", date(2027, 1, 31)) == "2027-02-28"


@pytest.mark.parametrize("typed", ["in 3 moons", "+999999", "next may", "in days", "dernier", "+", "in 9999 years"])
def test_what_says_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_date(typed, "en", TUESDAY)


@given(st.text(alphabet="abdeijlmnorsuxy +-0129'", max_size=30), st.dates())
def test_no_text_breaks_the_reading(typed: str, today: date) -> None:
    with suppress(Invalid):
        assert parse_date(typed, "fr", min(max(today, date(1200, 1, 1)), date(9000, 1, 1))) != ""
