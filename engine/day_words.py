"""Days as people say them in either language, told from today.

- `today`, `tomorrow`, `the day after tomorrow`, `après-demain`, `avant-hier` …
- `friday`, `next friday`, `vendredi prochain`: the first one after today. `last friday`, `vendredi dernier`: before it.
- `in 3 days`, `dans 2 semaines`, `3 days ago`, `il y a un mois`, `+3`, `-1 semaine`.
- `next week`, `la semaine prochaine`: its Monday; the same of months and years: their first day. `end of month`, `fin du mois`.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_day_names

from engine.fold import fold
from engine.text import LANGUAGES

NAMED: Mapping[str, int] = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2,
    "aujourd'hui": 0, "demain": 1, "hier": -1, "apres demain": 2, "avant hier": -2,
}  # fmt: skip
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), "day"),
    **dict.fromkeys(("w", "week", "weeks", "sem", "semaine", "semaines"), "week"),
    **dict.fromkeys(("month", "months", "mois"), "month"),
    **dict.fromkeys(("y", "year", "years", "an", "ans", "annee", "annees"), "year"),
}
COUNTS: Mapping[str, int] = {"a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3}
DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
PERIODS = ("week", "month", "year")
MOST = 36_525

AMOUNT = r"([0-9]{1,5}|a|an|one|un|une|two|deux|three|trois) ?([a-z]+)"
AHEAD = re.compile(rf"(?:in|dans|d'ici) {AMOUNT}")
AGO = re.compile(rf"(?:il y a {AMOUNT}|{AMOUNT} ago)")
SIGNED = re.compile(r"([+-]) ?([0-9]{1,5}) ?([a-z]*)")
THIS = re.compile(r"(?:this|ce|cet|cette) ([a-z]+)")
NEXT = re.compile(r"next ([a-z]+)|(?:la |le |l')?([a-z]+) (?:prochaine?|qui vient)")
LAST = re.compile(r"last ([a-z]+)|(?:la |le |l')?([a-z]+) (?:derniere?|passee?)")
MONTH_ENDS = frozenset(["end of month", "end of the month", "fin du mois", "fin de mois"])


def day_said(text: str, today: date) -> date | None:
    """The day that a folded text means; None when it says none, or one further than a century away."""
    spoken = " ".join(text.replace("-", " ").split()).removeprefix("the ").rstrip(".") if text[:1].isalpha() else text
    if spoken in NAMED:
        return today + timedelta(days=NAMED[spoken])
    if spoken in MONTH_ENDS:
        return today.replace(day=monthrange(today.year, today.month)[1])
    if spoken in weekdays():
        return weekday_after(today, weekdays()[spoken])
    return counted(spoken, today) or neighbouring(spoken, today)


def counted(text: str, today: date) -> date | None:
    if found := AHEAD.fullmatch(text):
        return moved(today, number(found[1]), found[2])
    if found := AGO.fullmatch(text):
        count, unit = [part for part in found.groups() if part]
        return moved(today, -number(count), unit)
    if found := SIGNED.fullmatch(text):
        return moved(today, int(found[1] + found[2]), found[3] or "day")
    return None


def number(word: str) -> int:
    return COUNTS[word] if word in COUNTS else int(word)


def moved(today: date, count: int, unit: str) -> date | None:
    """So many units from today; a month's day that the other month lacks is its last."""
    named = UNITS.get(unit)
    if named in DAYS:
        days = count * DAYS[named]
        return today + timedelta(days=days) if abs(days) <= MOST else None
    if named in MONTHS and abs(count) * MONTHS[named] <= MOST // 31:
        return month_from(today, count * MONTHS[named], today.day)
    return None


def month_from(today: date, months: int, day: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def neighbouring(text: str, today: date) -> date | None:
    """The next or last of its kind: `next friday`, `le mois dernier`."""
    if period := period_said(text):
        return beginning(today, *period)
    word, step = one_of_its_kind(text)
    if word not in weekdays():
        return None
    since = {1: today, 0: today - timedelta(days=1), -1: today - timedelta(days=8)}[step]
    return weekday_after(since, weekdays()[word])


def one_of_its_kind(text: str) -> tuple[str, int]:
    """`next friday` → ("friday", 1); `this …` is 0, `last …` is -1; ("", 0) for any other text."""
    for pattern, step in ((THIS, 0), (NEXT, 1), (LAST, -1)):
        if found := pattern.fullmatch(text):
            return next(part for part in found.groups() if part), step
    return "", 0


def period_said(text: str) -> tuple[str, int] | None:
    """The week, month or year that a folded text means: `last month` → ("month", -1)."""
    word, step = one_of_its_kind(text)
    named = UNITS.get(word)
    return (named, step) if named in PERIODS else None


def beginning(today: date, unit: str, step: int) -> date:
    """The first day of a week, month or year, so many of them from this one."""
    if unit == "week":
        return today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
    return month_from(today, step, 1) if unit == "month" else date(today.year + step, 1, 1)


def ending(today: date, unit: str, step: int) -> date:
    """Its last day."""
    return beginning(today, unit, step + 1) - timedelta(days=1)


def weekday_after(day: date, weekday: int) -> date:
    """The first such day behind another; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


@lru_cache(maxsize=1)
def weekdays() -> Mapping[str, int]:
    """Whole and short names in both languages."""
    names = [get_day_names(width, locale=one) for one in LANGUAGES for width in ("wide", "abbreviated")]
    return {fold(name).rstrip("."): day for days in names for day, name in days.items()}
