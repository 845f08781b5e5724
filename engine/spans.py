"""From–to dates as people of both languages type and read them; a value is an ISO 8601 interval, `2026-11-12/2026-11-28`.

- Two days as `dates.py` reads them, parted by a dash with spaces, `→`, `..`, `to`, `au`: `12/11 – 28/11`, `du 12 au 28 nov.`
- What one side leaves out, month or year, is the other's: `12 – 28 nov. 2026`, `Nov 12 – 28`, `12-28 nov`.
- A length: `12 nov + 5 days`, `demain + 2 semaines`. A day alone is one day. `this week`, `le mois prochain` are whole.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_interval

from engine.columntext import excerpt
from engine.dates import NOT_A_DATE, format_date, parse_date
from engine.day_words import UNITS, beginning, ending, month_from, moved, period_said
from engine.errors import Invalid
from engine.fold import fold
from engine.text import Language, Text

MAX_LENGTH = 80
ISO = re.compile(r"(\d{4}-\d{2}-\d{2}) ?/ ?(\d{4}-\d{2}-\d{2})")
BETWEEN = re.compile(r" ?(?:→|->|\.\.+|[–—]) ?| (?:au|a|to|until|till|jusqu'au|through|-) ")
TIGHT = re.compile(r"([a-z]+\.? )?(\d{1,2})-(\d{1,2})((?:,? \d{4})|(?: [a-z].*))?")
LONGER = re.compile(r"(.+?) ?\+ ?(\d{1,4}) ?([a-z]*)")
TIGHT_DASH = re.compile(r"(?<=\d)–(?=\d)")
DAY_ALONE = re.compile(r"\d{1,2}(?:er|st|nd|rd|th)?")
DAY_AND_YEAR = re.compile(r"(\d{1,2})(?:,? (\d{4}))?")
NAMED_MONTH = re.compile(r"([a-z]{3,}\.?) \d{1,2}(?:, \d{4})?")
YEAR = re.compile(r"(\d{4})$|^\d{4}\b")
FIRST_DAY = re.compile(r"\d{1,2}(?:er|st|nd|rd|th)?([ /.-].+)")

NOT_A_SPAN = Text(
    "“{typed}” is not a period. Write two dates, like 11/12/2026 – 11/28/2026 or Nov 12 – 28.",
    "« {typed} » n’est pas une période. Écrivez deux dates, par exemple 12/11/2026 – 28/11/2026 ou 12 – 28 nov.",
)
ENDS_FIRST = Text(
    "This period ends before it begins. Put the earlier date first.",
    "Cette période finit avant de commencer. Mettez d’abord la date la plus ancienne.",
)


def parse_span(raw: object, language: Language, today: date) -> str | None:
    """Typed text, `{"from", "to"}` or two dates → ISO interval, empty is None. Raises Invalid with the reason and the fix."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str):
        found = read_typed(raw, language, today) if len(raw) <= MAX_LENGTH else None
    else:
        found = of_parts(raw, language, today)
    if found is None:
        raise Invalid(NOT_A_SPAN, typed=excerpt(raw))
    return joined(*found)


def read_typed(typed: str, language: Language, today: date) -> tuple[date, date] | None:
    try:
        return read(typed, language, today)
    except Invalid as error:
        if error.text is NOT_A_DATE:
            return None
        raise


def joined(first: date, last: date) -> str:
    if last < first:
        raise Invalid(ENDS_FIRST)
    return f"{first.isoformat()}/{last.isoformat()}"


def of_parts(raw: object, language: Language, today: date) -> tuple[date, date] | None:
    sides = [raw.get("from"), raw.get("to")] if isinstance(raw, Mapping) else raw
    if isinstance(raw, date):
        sides = [raw, raw]
    if not isinstance(sides, list | tuple) or len(sides) != 2 or not all(sides):
        return None
    first, last = (day(side, language, today) for side in sides)
    return first, last


def read(typed: str, language: Language, today: date) -> tuple[date, date] | None:
    text = " ".join(fold(typed).replace("’", "'").split())
    text = re.sub(r"^(?:du|de|from) ", "", text)
    if found := ISO.fullmatch(text):
        return day(found[1], language, today), day(found[2], language, today)
    if whole := period_said(text):
        unit, step = whole
        return beginning(today, unit, step), ending(today, unit, step)
    if found := LONGER.fullmatch(text):
        return lengthened(day(found[1], language, today), int(found[2]), found[3] or "day")
    sides = BETWEEN.split(text)
    if len(sides) == 1 and (found := TIGHT.fullmatch(text)) and (found[1] or found[4]):
        sides = [f"{found[1] or ''}{found[2]}", f"{found[3]}{found[4] or ''}"]
    if len(sides) == 1:
        return day(text, language, today), day(text, language, today)
    return two_days(sides[0], sides[1], language, today) if len(sides) == 2 and all(sides) else None


def lengthened(first: date, count: int, unit: str) -> tuple[date, date] | None:
    last = moved(first, count, unit) if unit in UNITS else None
    return (first, last) if last else None


def two_days(left: str, right: str, language: Language, today: date) -> tuple[date, date]:
    """Both sides with the month and year that the other one names."""
    said_alone = not DAY_ALONE.fullmatch(left)
    left, right = with_month(left, right)
    own_year = YEAR.search(right)
    if own_year and not YEAR.search(left) and any(map(str.isdigit, left)):
        left = f"{left}{'/' if '/' in right else ' '}{own_year[1] or own_year[0]}"
    first = day(left, language, today)
    yearless = is_dated(right) and not own_year
    last = day(right, language, today.replace(year=first.year, day=1) if yearless else today)
    return first, month_from(last, 12, last.day) if last < first and yearless and said_alone else last


def is_dated(text: str) -> bool:
    """A day of a month, which takes its year from the other side; no word like `friday` or `+3`."""
    return text[:1].isdigit() or bool(NAMED_MONTH.fullmatch(text))


def with_month(left: str, right: str) -> tuple[str, str]:
    if DAY_ALONE.fullmatch(left):
        if rest := FIRST_DAY.fullmatch(right):
            return f"{left}{rest[1]}", right
        if named := NAMED_MONTH.fullmatch(right):
            return f"{named[1]} {left}", right
    named, ends = NAMED_MONTH.fullmatch(left), DAY_AND_YEAR.fullmatch(right)
    return (left, f"{named[1]} {right}") if named and ends else (left, right)


def day(raw: object, language: Language, today: date) -> date:
    """Raises Invalid also for what is nothing once accents and spaces are gone."""
    iso = parse_date(raw, language, today)
    if iso is None:
        raise Invalid(NOT_A_DATE, typed=excerpt(raw))
    return date.fromisoformat(iso)


@lru_cache(maxsize=8192)
def format_span(iso: str, language: Language) -> str:
    """`Nov 12 – 28, 2026`, in French `12 – 28 nov. 2026`; one day is that day."""
    first, last = ends_of(iso)
    if first == last:
        return format_date(first.isoformat(), language)
    return spaced(format_interval(first, last, "yMMMd", locale=language))


@lru_cache(maxsize=8192)
def short_span(iso: str, language: Language, year: int) -> str:
    """The same without the year where that is this one."""
    first, last = ends_of(iso)
    if first.year == last.year == year:
        return spaced(format_interval(first, last, "MMMd", locale=language))
    return format_span(iso, language)


def spaced(text: str) -> str:
    """French sets the dash between two figures close; a chip reads better with air around it."""
    return TIGHT_DASH.sub("\u2009–\u2009", text)


def ends_of(iso: str) -> tuple[date, date]:
    first, last = iso.split("/")
    return date.fromisoformat(first), date.fromisoformat(last)
