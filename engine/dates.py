"""Dates as people of both languages type and read them.

How a typed date is read:

- `2026-11-28`, also with `/` or `.`, begins with the year.
- In `28/11/2026` (`/`, `.`, `-` or spaces between) French begins with the day and English with the month;
  where only one of them is a month, that one is it, in both languages.
- Months by name, in either language, whole or from three letters on: `28 nov. 2026`, `Nov 28, 2026`, `1er mars`.
- Without a year it is this year. Two digits are 1969 to 2068.
- A time behind the date is left out.
- Words: `tomorrow`, `lundi prochain`, `in 3 days`, `+3` (`day_words.py`).
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.dates import get_month_names

from engine.columntext import excerpt
from engine.day_words import NAMED, day_said
from engine.errors import Invalid
from engine.fold import fold
from engine.text import LANGUAGES, Language, Text

DAY_TOKENS: Mapping[str, Text] = {
    "today": Text("today", "aujourd’hui"),
    "tomorrow": Text("tomorrow", "demain"),
    "yesterday": Text("yesterday", "hier"),
}
DAY_WORDS: Mapping[str, int] = {name: NAMED[name] for name in DAY_TOKENS}
MAX_LENGTH = 60
FIRST_YEAR = 1000  # what is shown must be read back
CENTURY = 69  # as POSIX reads two digits

TIME = re.compile(r"[t ,]+[0-9]{1,2}(:[0-9]{2}){1,2}([.,][0-9]+)? ?([ap]m|z|[+-][0-9]{2}:?[0-9]{2})?")
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
DIGITS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
DAY_FIRST = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)?[ .-]*([^\W\d_]{3,})\.?(?:[ ,-]+([0-9]{4}|[0-9]{2}))?")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?[ -]*([0-9]{1,2})(?:er|st|nd|rd|th)?(?:[ ,-]+([0-9]{4}|[0-9]{2}))?")

NOT_A_DATE = Text(
    "“{typed}” is not a date. Write it like 11/28/2026, 28 Nov 2026, 2026-11-28 or “next friday”.",
    "« {typed} » n’est pas une date. Écrivez-la par exemple 28/11/2026, 28 nov. 2026, 2026-11-28 ou « vendredi prochain ».",
)
NO_DAY = Text(
    "{month} {year} has no day {day}: it has {last} days. Write a day from 1 to {last}.",
    "{month} {year} n’a pas de jour {day} : il compte {last} jours. Écrivez un jour de 1 à {last}.",
)
NO_MONTH = Text(
    "There is no month {month}. Write a month from 1 to 12, or its name.",
    "Il n’y a pas de mois {month}. Écrivez un mois de 1 à 12, ou son nom.",
)


def parse_date(raw: object, language: Language, today: date) -> str | None:
    """Typed text or a date → ISO date, empty is None. Raises Invalid with the reason and the fix."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    found = raw.date() if isinstance(raw, datetime) else raw
    if isinstance(raw, str):
        found = read(raw.strip(), language, today) if len(raw) <= MAX_LENGTH else None
    if not isinstance(found, date) or found.year < FIRST_YEAR:
        raise Invalid(NOT_A_DATE, typed=excerpt(raw))
    return found.isoformat()


def read(typed: str, language: Language, today: date) -> date | None:
    return written_by_a_machine(typed) or read_as_people_write(typed, language, today)


def written_by_a_machine(typed: str) -> date | None:
    """`2026-11-28`: what nearly every date is that comes by the API or in a file."""
    if len(typed) != 10 or typed[4] != "-" or typed[7] != "-":
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def read_as_people_write(typed: str, language: Language, today: date) -> date | None:
    text = " ".join(fold(typed).replace("’", "'").split())
    if said := day_said(text, today):
        return said
    parts = TIME.sub("", text) if ":" in text else text
    return read_digits(parts, language, today) or read_words(parts, today)


def read_digits(text: str, language: Language, today: date) -> date | None:
    if found := YEAR_FIRST.fullmatch(text):
        return to_date(int(found[1]), int(found[3]), int(found[4]))
    if found := DIGITS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month, day = (first, second) if month_comes_first(first, second, language) else (second, first)
        return to_date(to_year(found[4], today), month, day)
    return None


def month_comes_first(first: int, second: int, language: Language) -> bool:
    if language == "en":
        return first <= 12
    return second > 12 >= first


def read_words(text: str, today: date) -> date | None:
    if found := DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
    elif found := MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    month = month_of(name)
    return to_date(to_year(year, today), month, int(day)) if month else None


def month_of(name: str) -> int | None:
    """The only month, in either language, whose folded name begins so."""
    found = {month for whole, month in month_names() if whole.startswith(name)}
    return found.pop() if len(found) == 1 else None


@lru_cache
def month_names() -> tuple[tuple[str, int], ...]:
    names = (get_month_names("wide", locale=language) for language in LANGUAGES)
    return tuple((fold(name), month) for one in names for month, name in one.items())


def to_year(digits: str | None, today: date) -> int:
    if digits is None:
        return today.year
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= CENTURY else 2000)


def to_date(year: int, month: int, day: int) -> date | None:
    """None for the year 0. Raises Invalid when the calendar has no such day."""
    if year == 0:
        return None
    if not 1 <= month <= 12:
        raise Invalid(NO_MONTH, month=month)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Invalid(NO_DAY, month=month_name(month), year=year, day=day, last=last)
    return date(year, month, day)


def month_name(month: int) -> Text:
    en, fr = (str(get_month_names("wide", locale=language)[month]) for language in LANGUAGES)
    return Text(en, fr.capitalize())


@lru_cache(maxsize=8192)
def format_date(iso: str, language: Language) -> str:
    """`2026-11-28` → `Nov 28, 2026`, in French `28 nov. 2026`."""
    return str(babel_date(date.fromisoformat(iso), "medium", locale=language))
