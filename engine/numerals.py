"""Numbers as people of both languages type and read them. Exact: decimals inside, never a rounded binary fraction.

How typed digits are read:

- Spaces of every width and apostrophes part groups of three: `1 234,5`, `1'234.5`.
- Where point and comma both stand, the last one begins the decimals: `1,234.50` and `1.234,50` are both 1234.5.
- A sign that repeats parts groups: `1,234,567` and `1.234.567` are whole numbers for everybody.
- One point is a decimal point for everybody: `1.234` is 1.234.
- One comma begins decimals, `12,5` is 12.5; only in English, `1,234` (three digits behind, no leading 0) is 1234.
- The column's unit, or a sign of money as spreadsheets paste it, may stand before or behind.
- Minus may be any dash in front, one behind (`12.50-`), or brackets (`(12.50)`).
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from babel import Locale

from engine.columntext import excerpt, in_lines
from engine.errors import Invalid
from engine.exact import DECIMALS, LIMIT
from engine.text import Language, Text

Number = int | float

MAX_LENGTH = 60
MONEY = ("€", "$", "£")
QUANTA = tuple(Decimal(1).scaleb(-digits) for digits in range(DECIMALS + 1))
ALIKE = str.maketrans("\u00a0\u2007\u2009\u202f\t’−–‒‐‑﹣－＋．，", "     '-------+.,")
PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
"""A figure that means the same in every language: less than three digits behind the point cannot be thousands."""
PLAINS = re.compile(rf"(?:{PLAIN.pattern})?(?:\n(?:{PLAIN.pattern})?)*")
FIGURES = re.compile(r"[0-9]{0,12}(?:\n[0-9]{0,12})*")
SIGNED = re.compile(r"([-+]?) *(.*?)(-?)")
DIGITS = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:(?P<group>[ ',.])[0-9]{3})(?:(?P=group)[0-9]{3})*|[0-9]*)"
    r"(?:(?P<point>[.,])(?P<part>[0-9]*))?(?P<power>[eE][+-]?[0-9]{1,2})?"
)

NOT_A_NUMBER = Text(
    "“{typed}” is not a number. Write it with digits, like 1,234.5.",
    "« {typed} » n’est pas un nombre. Écrivez-le en chiffres, par exemple 1 234,5.",
)
TOO_FINE = Text(
    "“{typed}” has more than {limit} decimals. Round it.", "« {typed} » a plus de {limit} décimales. Arrondissez-le."
)
TOO_LARGE = Text(
    "“{typed}” is too large: numbers go up to 9,000,000,000,000. Use a larger unit.",
    "« {typed} » est trop grand : les nombres vont jusqu’à 9 000 000 000 000. Choisissez une unité plus grande.",
)
TOO_LONG = Text(
    "“{typed}” has more than 15 digits, too many to be kept exactly. Round it, or use a text column.",
    "« {typed} » a plus de 15 chiffres, trop pour être gardés exactement. Arrondissez-le, ou prenez une colonne de texte.",
)


def parse_number(raw: object, language: Language, unit: str = "") -> Number | None:
    """Typed text or a JSON number → number, empty is None. Raises Invalid with the fix."""
    if type(raw) is int and abs(raw) <= LIMIT:
        return raw
    exact = parse_decimal(raw, language, unit, *MONEY)
    return None if exact is None else to_json(exact, raw)


def parse_numbers(raws: Sequence[Any]) -> list[Number | None] | None:
    """What `parse_number` makes of them, where all are whole JSON numbers or plain figures; else None."""
    if set(map(type, raws)) == {int}:
        return list(raws) if max(raws) <= LIMIT and min(raws) >= -LIMIT else None
    text = in_lines(raws)
    if text is None:
        return None
    if FIGURES.fullmatch(text):
        return [int(raw) if raw else None for raw in raws]
    if PLAINS.fullmatch(text):
        return [plain_number(float(raw)) if raw else None for raw in raws]
    return None


def plain_number(number: float) -> Number:
    return int(number) if number.is_integer() else number


def parse_percent(raw: object, language: Language) -> Number | None:
    """Typed `12.5` or `12,5 %` → 0.125; a JSON number is the fraction already, as in Excel."""
    exact = parse_decimal(raw, language, "%")
    if exact is None or not isinstance(raw, str):
        return exact if exact is None else to_json(exact, raw)
    check_exact(exact, raw, limit=DECIMALS - 2)
    return to_json(exact.scaleb(-2), raw)


def parse_decimal(raw: object, language: Language, *units: str) -> Decimal | None:
    """The exact number that was typed, with or without one of the units; a float counts to its sixth decimal."""
    if isinstance(raw, str):
        text = raw.strip()
        return read(text, language, units) if text else None
    return raw if raw is None else of_number(raw)


def of_number(raw: object) -> Decimal:
    """A machine's number; what a float has behind its sixth decimal is the noise of a calculation."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise Invalid(NOT_A_NUMBER, typed=excerpt(raw))
    exact = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not exact.is_finite():
        raise Invalid(NOT_A_NUMBER, typed=excerpt(raw))
    if abs(exact) > LIMIT:
        raise Invalid(TOO_LARGE, typed=excerpt(raw))
    return exact.quantize(QUANTA[DECIMALS], ROUND_HALF_EVEN) if isinstance(raw, float) else exact


def read(text: str, language: Language, units: Sequence[str]) -> Decimal:
    bare = (without_unit(text, unit) for unit in units if unit)
    tried = (text, *(one for one in bare if one != text)) if len(text) <= MAX_LENGTH else ()
    found = next((exact for one in tried if (exact := read_signed(one, language)) is not None), None)
    if found is None:
        raise Invalid(NOT_A_NUMBER, typed=excerpt(text))
    return found


def without_unit(text: str, unit: str) -> str:
    if text.casefold().endswith(unit.casefold()):
        return text[: -len(unit)].rstrip()
    return text[len(unit) :].lstrip() if text.casefold().startswith(unit.casefold()) else text


def read_signed(text: str, language: Language) -> Decimal | None:
    if PLAIN.fullmatch(text):
        return Decimal(text)
    alike = text.translate(ALIKE)
    brackets = alike.startswith("(") and alike.endswith(")")
    parts = SIGNED.fullmatch(alike[1:-1].strip() if brackets else alike)
    if parts is None or brackets + bool(parts[1]) + bool(parts[3]) > 1:
        return None
    exact = read_digits(parts[2], language)
    negative = brackets or "-" in (parts[1], parts[3])
    return -exact if exact and negative else exact


def read_digits(text: str, language: Language) -> Decimal | None:
    parts = DIGITS.fullmatch(text)
    if parts is None or not (parts["whole"] or parts["part"]):
        return None
    if parts["group"] and parts["group"] == parts["point"]:
        return None
    whole, group = parts["whole"], parts["group"] or ""
    if begins_decimals(group, parts, language):
        whole = whole.replace(group, ".")
    elif group:
        whole = whole.replace(group, "")
    part = f".{parts['part']}" if parts["point"] else ""
    return Decimal(f"{whole}{part}{parts['power'] or ''}")


def begins_decimals(group: str, parts: re.Match[str], language: Language) -> bool:
    """Whether the one point or comma before exactly three digits parts decimals, not thousands."""
    if group not in {",", "."} or parts["point"] or parts["whole"].count(group) > 1:
        return False
    return group != signs(language).group or parts["whole"].startswith("0")


def to_json(exact: Decimal, raw: object) -> Number:
    """The number that JSON carries and the database keeps, exactly. Raises Invalid when there is none."""
    check_exact(exact, raw)
    if exact == exact.to_integral_value():
        return int(exact)
    number = float(exact)
    if Decimal(repr(number)) != exact and not isinstance(raw, float):
        raise Invalid(TOO_LONG, typed=excerpt(raw))
    return number


def check_exact(exact: Decimal, raw: object, limit: int = DECIMALS) -> None:
    """Raise Invalid unless the database keeps it exactly; `limit` counts decimals."""
    if abs(exact) > LIMIT:
        raise Invalid(TOO_LARGE, typed=excerpt(raw))
    if exact != exact.quantize(QUANTA[limit]):
        raise Invalid(TOO_FINE, typed=excerpt(raw), limit=limit)


class Signs(NamedTuple):
    """What a language writes between digits; `table` turns Python's signs into them (None where they are the same)."""

    group: str
    percent: str
    table: dict[int, str] | None


@lru_cache
def signs(language: Language) -> Signs:
    locale = Locale.parse(language)
    symbols = locale.number_symbols["latn"]
    table = str.maketrans({",": symbols["group"], ".": symbols["decimal"], "-": symbols["minusSign"]})
    percent = locale.percent_formats[None].pattern.rsplit("0", 1)[-1]
    same = all(chr(code) == sign for code, sign in table.items())
    return Signs(symbols["group"], percent, None if same else table)


def format_number(value: Number, language: Language, decimals: int | None = None, *, grouped: bool = True) -> str:
    """1234.5 → `1,234.5`, in French `1 234,5`; without `decimals`, as many as the number has."""
    if isinstance(value, int) and not decimals:
        return localised(f"{value:,}" if grouped else str(value), language)
    return format_decimal(Decimal(repr(value)), language, decimals, grouped=grouped)


def format_percent(value: Number, language: Language, decimals: int | None = None) -> str:
    """0.125 → `12.5%`, in French `12,5 %`."""
    return format_decimal(Decimal(repr(value)).scaleb(2), language, decimals) + signs(language).percent


def format_decimal(exact: Decimal, language: Language, decimals: int | None = None, *, grouped: bool = True) -> str:
    if decimals is None:
        shown = exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize()
    else:
        shown = exact.quantize(QUANTA[decimals], ROUND_HALF_UP)
    text = f"{shown + 0:,f}"  # + 0 takes the sign from a zero
    return localised(text if grouped else text.replace(",", ""), language)


def decimal_format(value: Number, decimals: int | None) -> str:
    """The same in Excel's notation: `#,##0.00`."""
    if decimals is None:
        decimals = 0 if float(value).is_integer() else DECIMALS
        return "#,##0.0" + "#" * (decimals - 1) if decimals else "#,##0"
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def localised(text: str, language: Language) -> str:
    table = signs(language).table
    return text.translate(table) if table else text
