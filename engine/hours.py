"""Moments as people of both languages type and read them: a day as `dates.py` reads it, and an hour.

- Hours: `14:30`, `14h30`, `14h`, `2:30 pm`, `2pm`, `noon`, `midi`; behind the day (`28/11 à 14h30`) or before it.
- A day alone is its midnight; an hour alone is today's. `now`, `in 2 hours`, `dans 30 minutes`, `+2h`.
- ISO 8601 with an offset (`2026-11-28T13:30:00Z`) is that moment anywhere; all else is said in the reader's time zone.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_time

from engine.columntext import excerpt
from engine.dates import FIRST_YEAR, MAX_LENGTH, format_date
from engine.dates import read as read_day
from engine.errors import Invalid
from engine.fold import fold
from engine.moment import now, to_iso
from engine.text import Language, Text
from engine.zones import local

NAMED_HOURS: Mapping[str, time] = {"noon": time(12), "midi": time(12), "midnight": time(), "minuit": time()}
NOW = frozenset(["now", "maintenant"])
OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(z|[+-]\d{2}:?\d{2})")
HOUR = r"(?:\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?h(?: ?\d{2})?|\d{1,2} ?[ap]\.?m\.?|noon|midi|midnight|minuit)"
BEHIND = re.compile(rf"(?:(?P<day>.+?)(?:[ ,]+(?:a |at |@ ?)?|(?<=\d)t))?(?P<hour>{HOUR})")
BEFORE = re.compile(rf"(?P<hour>{HOUR})[ ,]+(?:on |le )?(?P<day>.+)")
PARTS = re.compile(r"(\d{1,2})(?: ?[:h] ?(\d{2}))?(?::(\d{2}))?(?:[.,]\d+)?(?: ?h)? ?([ap])?\.?(?:m\.?)?")
AHEAD = re.compile(r"(?:in|dans|\+) ?(\d{1,4}) ?(h|hours?|heures?|min|minutes?)")

NOT_A_MOMENT = Text(
    "“{typed}” is not a date and time. Write it like 11/28/2026 2:30 pm, tomorrow 9:00 or 2026-11-28 14:30.",
    "« {typed} » n’est pas une date avec heure. Écrivez par exemple 28/11/2026 14h30, demain 9h ou 2026-11-28 14:30.",
)
NO_HOUR = Text(
    "There is no hour {typed}. Write an hour from 0:00 to 23:59.",
    "L’heure {typed} n’existe pas. Écrivez une heure de 0h00 à 23h59.",
)


def parse_moment(raw: object, language: Language, today: date, zone: tzinfo) -> str | None:
    """Typed text or a date → ISO moment in UTC, to the second; empty is None. Raises Invalid with the reason and the fix."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    found = raw if isinstance(raw, datetime) else None
    if isinstance(raw, str):
        found = read(raw.strip(), language, today) if len(raw) <= MAX_LENGTH else None
    elif isinstance(raw, date) and found is None:
        found = datetime.combine(raw, time())
    if found is None or not FIRST_YEAR < found.year < 9999:
        raise Invalid(NOT_A_MOMENT, typed=excerpt(raw))
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return to_iso(aware.astimezone(UTC).replace(microsecond=0))


def read(typed: str, language: Language, today: date) -> datetime | None:
    text = " ".join(fold(typed).replace("’", "'").split())
    if OFFSET.fullmatch(text):
        return of_iso(text)
    if text in NOW:
        return this_minute()
    if found := AHEAD.fullmatch(text):
        return this_minute() + timedelta(minutes=int(found[1]) * (60 if found[2][0] == "h" else 1))
    text = text.removeprefix("at ").removeprefix("a ")
    found = BEHIND.fullmatch(text) or BEFORE.fullmatch(text)
    day = (found["day"] or "today") if found else text
    read_as = read_day(day, language, today)
    return datetime.combine(read_as, hour_of(found["hour"]) if found else time()) if read_as else None


def this_minute() -> datetime:
    return now().replace(second=0, microsecond=0)


def of_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def hour_of(text: str) -> time:
    """Raises Invalid for an hour that no clock shows."""
    if text in NAMED_HOURS:
        return NAMED_HOURS[text]
    parts = PARTS.fullmatch(text)
    hour, minute, second = (int(part or 0) for part in parts.groups()[:3]) if parts else (99, 0, 0)
    half = parts[4] if parts else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99
    if hour > 23 or minute > 59 or second > 59:
        raise Invalid(NO_HOUR, typed=excerpt(text))
    return time(hour, minute, second)


@lru_cache(maxsize=8192)
def format_moment(iso: str, language: Language, zone: tzinfo) -> str:
    """`Nov 28, 2026, 2:30 PM`, in French `28 nov. 2026, 14:30`; seconds only where there are any, and no midnight."""
    moment = local(iso, zone)
    day, hour = format_date(moment.date().isoformat(), language), moment.time()
    if hour == time():
        return day
    return f"{day}, {format_time(hour, 'medium' if hour.second else 'short', locale=language)}"
