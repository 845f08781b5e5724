"""Days, weeks, months, quarters and years: where a day's one begins and ends, and what it is called."""

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import format_skeleton

from engine.dates import format_date
from engine.text import Language, Text

PERIODS: Mapping[str, Text] = {
    "day": Text("Day", "Jour"),
    "week": Text("Week", "Semaine"),
    "month": Text("Month", "Mois"),
    "quarter": Text("Quarter", "Trimestre"),
    "year": Text("Year", "Année"),
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
WEEK = Text("Week of {day}", "Semaine du {day}")
QUARTER = Text("Q{quarter} {year}", "T{quarter} {year}")


def first_day(period: str, day: date) -> date:
    """Weeks begin on Monday."""
    if period == "day":
        return day
    if period == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS[period]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def next_day(period: str, day: date) -> date | None:
    """The first day behind the period that begins on this one; None where the calendar ends."""
    days = {"day": 1, "week": 7}.get(period)
    try:
        if days:
            return day + timedelta(days=days)
        months = day.month - 1 + MONTHS[period]
        return day.replace(year=day.year + months // 12, month=months % 12 + 1, day=1)
    except (OverflowError, ValueError):
        return None


def period_title(period: str, day: date, language: Language) -> str:
    """`November 2026`, `Q4 2026`, `Week of Nov 23, 2026`."""
    if period == "week":
        return WEEK.say(language, day=format_date(day.isoformat(), language))
    if period == "month":
        month = str(format_skeleton("yMMMM", day, locale=language))
        return month[:1].upper() + month[1:]
    if period == "quarter":
        return QUARTER.say(language, quarter=(day.month + 2) // 3, year=day.year)
    return str(day.year) if period == "year" else format_date(day.isoformat(), language)
