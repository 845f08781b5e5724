"""From what a column of a file holds to the column type that suits it, and to the column that names the items."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.choices import new_options
from engine.columns import column_types
from engine.context import Context
from engine.currencies import currencies
from engine.errors import Invalid
from engine.fold import fold
from engine.sheets.hints import IDS, MONEY, NAMES, STATUS, TRUTHS
from engine.sheets.profile import Profile
from engine.sheets.source import Cell

ENOUGH = 0.98
MOST = 0.5
"""Where nearly all cells look like dates, half of them must be some: the others are mistakes to show."""
MAX_OPTIONS = 20
MAX_OPTION = 30
REPEATED = 0.05
FEW_LINES, FEW_OPTIONS, FEW_REPEATED = 200, 6, 0.34
LONG = 255
LONG_ON_AVERAGE = 100
MAX_DIGITS = 15

DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{1,2}(er)?[ -][^\W\d]{3,9}\.?[ -]\d{4}"
    r"|[^\W\d]{3,9}\.? \d{1,2},? \d{4}"
)
FIGURE = re.compile(r"[-+−(]?\s*[\d.,]")
DIGITS = re.compile(r"\d+")
DECIMALS = re.compile(r"\d[.,]\d")
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "CA$": "CAD", "A$": "AUD", "$": "USD"}
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person's choices add to a guess: the language of the file, the currency where it names none."""

    context: Context
    currency: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A column type by name, with settings for a new column of it."""

    type: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clue:
    """When a column of a file suits a column type, and what settings that type then gets."""

    type: str
    fits: Callable[[Profile, Wishes], bool]
    settings: Callable[[Profile, Wishes], dict[str, Any]] = lambda *_: {}

    def guess(self, profile: Profile, wishes: Wishes) -> Guess:
        return Guess(self.type, self.settings(profile, wishes))


def guess(profile: Profile, wishes: Wishes) -> Guess:
    """The first clue that fits at least 98 % of the filled cells; text fits always."""
    return next(clue.guess(profile, wishes) for clue in CLUES if clue.fits(profile, wishes))


def name_column(found: Sequence[Profile], types: Sequence[str]) -> int:
    """The column whose texts best tell the items apart: named like a name, filled, varied, short."""
    plain = {CLUES[-1].type, CLUES[-2].type}
    scores = [name_score(profile) + (type_name in plain) * 2 for profile, type_name in zip(found, types, strict=True)]
    return max(range(len(found)), key=lambda place: (scores[place], -place))


def name_score(profile: Profile) -> float:
    filled = profile.filled
    if not filled or any(len(text) > LONG for text in profile.texts()):
        return -1
    hinted = bool(profile.words & NAMES) - bool(profile.words & IDS)
    lettered = profile.share(lambda value: any(map(str.isalpha, str(value))), enough=0.9)
    return hinted + lettered * 0.5 + len(profile.values) / filled


def is_checkbox(profile: Profile, _: Wishes) -> bool:
    return profile.share(lambda value: fold(str(value)).strip() in TRUTHS, enough=ENOUGH)


def is_date(profile: Profile, wishes: Wishes) -> bool:
    return profile.share(looks_like_date, enough=ENOUGH) and profile.share(
        lambda value: reads("date", value, wishes), enough=MOST
    )


def looks_like_date(value: Cell) -> bool:
    return isinstance(value, str) and bool(DATE.fullmatch(value.strip()))


def is_money(profile: Profile, wishes: Wishes) -> bool:
    if keeps_text(profile) or not money_named(profile):
        return False
    settings = money_settings(profile, wishes)
    return profile.share(lambda value: reads("money", value, wishes, settings), enough=ENOUGH)


def money_named(profile: Profile) -> bool:
    """By a sign in the cells or the title, or by a title that speaks of money above figures with decimals."""
    if currency_of(profile):
        return True
    return bool(profile.words & MONEY) and any(DECIMALS.search(text) for text in profile.texts())


def money_settings(profile: Profile, wishes: Wishes) -> dict[str, Any]:
    return {"currency": currency_of(profile) or wishes.currency}


def currency_of(profile: Profile) -> str | None:
    """The currency that the title or the first filled cell names."""
    return currency_in(profile.title.en) or next((currency_in(text) for text in profile.texts()), None)


def currency_in(text: str) -> str | None:
    """`12,50 €`, `USD 12`, `Price (EUR)`."""
    signed = next((code for sign, code in SIGNS.items() if sign in text), None)
    return signed or next((word for word in CODE.findall(text) if word in currencies()), None)


def is_percent(profile: Profile, wishes: Wishes) -> bool:
    signed = profile.share(lambda value: str(value).rstrip().endswith("%"), enough=ENOUGH)
    return signed and profile.share(lambda value: reads("percent", value, wishes), enough=ENOUGH)


def is_number(profile: Profile, wishes: Wishes) -> bool:
    return not keeps_text(profile) and profile.share(lambda value: is_figure(value, wishes), enough=ENOUGH)


def is_figure(value: Cell, wishes: Wishes) -> bool:
    return not isinstance(value, str) or (bool(FIGURE.match(value.strip())) and reads("number", value, wishes))


def keeps_text(profile: Profile) -> bool:
    """Numbers that name things: by the title, by leading zeros, by more digits than a number keeps."""
    return bool(profile.words & IDS) or any(is_code(text.strip()) for text in profile.texts())


def is_code(text: str) -> bool:
    return bool(DIGITS.fullmatch(text)) and (len(text) > MAX_DIGITS or (len(text) > 1 and text[0] == "0"))


def is_status(profile: Profile, _: Wishes) -> bool:
    return bool(profile.words & STATUS) and are_choices(profile, MOST)


def is_drop(profile: Profile, _: Wishes) -> bool:
    if profile.filled < FEW_LINES and len(profile.values) <= FEW_OPTIONS:
        return are_choices(profile, FEW_REPEATED)
    return are_choices(profile, REPEATED)


def are_choices(profile: Profile, repeated: float) -> bool:
    """Few, short and coming again and again."""
    values, filled = profile.values, profile.filled
    if not 0 < len(values) <= MAX_OPTIONS or len(values) > filled * repeated:
        return False
    return sum(len(text) for text in profile.texts()) <= MAX_OPTION * len(values)


def choice_settings(profile: Profile, _: Wishes) -> dict[str, Any]:
    return {"options": new_options(list(dict.fromkeys(" ".join(text.split()) for text in profile.texts())))}


def is_long(profile: Profile, _: Wishes) -> bool:
    texts = list(profile.texts())
    total = sum(len(text) * profile.values[text] for text in texts)
    return bool(texts) and (total > LONG_ON_AVERAGE * profile.filled or any(len(t) > LONG or "\n" in t for t in texts))


def reads(type_name: str, value: Cell, wishes: Wishes, settings: dict[str, Any] | None = None) -> bool:
    """Whether the column type reads the cell."""
    try:
        return column_types[type_name].parse(value, settings or {}, wishes.context) is not None
    except Invalid:
        return False


CLUES = (
    Clue("checkbox", is_checkbox),
    Clue("date", is_date),
    Clue("money", is_money, money_settings),
    Clue("percent", is_percent),
    Clue("number", is_number),
    Clue("status", is_status, choice_settings),
    Clue("drop", is_drop, choice_settings),
    Clue("long_text", is_long),
    Clue("text", lambda *_: True),
)
"""In order of how telling they are."""
