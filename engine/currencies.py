"""Money: which currencies there are, how amounts in them are typed, shown and named."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

from engine.columntext import excerpt, in_lines
from engine.errors import Invalid
from engine.fold import fold
from engine.numerals import MAX_LENGTH, PLAIN, check_exact, format_decimal, of_number, read_signed
from engine.sqltypes import plain
from engine.text import LANGUAGES, Language, Text

NUMERIC = re.compile(r"[0-9\s.,'’()+\-−–‒‐‑﹣－＋]+")
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "CA$": "CAD", "A$": "AUD", "$": "USD"}
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
LETTERS = re.compile(r"[A-Z\s]+")

OTHER_CURRENCY = Text(
    "This column holds {currency}, not {other}. Convert the amount, or change the column’s currency.",
    "Cette colonne est en {currency}, pas en {other}. Convertissez le montant, ou changez la devise de la colonne.",
)
NOT_AN_AMOUNT = Text(
    "“{typed}” is not an amount. Write it like 1,234.50 or {currency} 1,234.50.",
    "« {typed} » n’est pas un montant. Écrivez-le par exemple 1 234,50 ou 1 234,50 {currency}.",
)
WRONG_OBJECT = Text(
    'An amount looks like {{"amount": "12.50", "currency": "{currency}"}}.',
    'Un montant s’écrit {{"amount": "12.50", "currency": "{currency}"}}.',
)


@lru_cache
def currencies() -> tuple[str, ...]:
    """ISO codes of all money in use today."""
    territories = get_global("territory_currencies").values()
    return tuple(sorted({code for used in territories for code, _, until, tender in used if until is None and tender}))


@lru_cache
def currency_names() -> Mapping[str, Mapping[str, str]]:
    """{"EUR": {"en": "EUR · Euro", "fr": "EUR · euro"}, …}."""
    return {
        code: {language: f"{code} · {get_currency_name(code, locale=language)}" for language in LANGUAGES}
        for code in currencies()
    }


@lru_cache
def currency_digits(currency: str) -> int:
    return int(get_currency_precision(currency))


def parse_amount(raw: object, language: Language, currency: str) -> Decimal | None:
    """Typed text with or without the currency's sign, a number, or a JSON amount. Raises Invalid with the fix."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, Mapping):
        amount = of_object(raw, currency)
    else:
        amount = of_text(raw.strip(), language, currency) if isinstance(raw, str) else of_number(raw)
    check_exact(amount, raw["amount"] if isinstance(raw, Mapping) else raw)
    return amount


def plain_amounts(raws: Sequence[Any], currency: str) -> list[str | None] | None:
    """The canonical texts of amounts that all stand there plainly, as text or as JSON in this currency; else None."""
    figures = raws if type(raws[0]) is str else amounts_of(raws, currency)
    text, digits = in_lines(figures), currency_digits(currency)
    if text is None or len(figures) != len(raws) or not plain_figures(digits).fullmatch(text):
        return None
    return [settled(figure, digits) if figure else None for figure in figures]


def amounts_of(raws: Sequence[Any], currency: str) -> list[str]:
    """Those that JSON amounts in this currency say; others are left out."""
    objects = (raw for raw in raws if type(raw) is dict and len(raw) == 2 and raw.get("currency") == currency)
    return [raw["amount"] for raw in objects if raw.get("amount")]


def settled(figure: str, digits: int) -> str:
    whole, _, part = figure.partition(".")
    return f"{whole}.{part:0<{digits}}" if digits else whole


@lru_cache(maxsize=8)
def plain_figures(digits: int) -> re.Pattern[str]:
    """Lines of amounts that have no more decimals than their currency and no sign but a minus, or of nothing."""
    part = rf"(?:\.[0-9]{{1,{min(digits, 2)}}})?" if digits else ""
    figure = rf"(?:(?:-?[1-9][0-9]{{0,11}}|0){part})?"
    return re.compile(rf"{figure}(?:\n{figure})*")


def of_object(raw: Mapping[str, Any], currency: str) -> Decimal:
    if set(raw) != {"amount", "currency"} or not isinstance(raw["currency"], str):
        raise Invalid(WRONG_OBJECT, currency=currency)
    if raw["currency"] != currency:
        raise Invalid(OTHER_CURRENCY, currency=currency, other=excerpt(raw["currency"]))
    if not isinstance(raw["amount"], str):
        return of_number(raw["amount"])
    try:
        return of_number(Decimal(raw["amount"][:MAX_LENGTH]))
    except InvalidOperation:
        raise Invalid(NOT_AN_AMOUNT, typed=excerpt(raw["amount"]), currency=currency) from None


def of_text(text: str, language: Language, currency: str) -> Decimal:
    """The number around which only the currency may stand: `-€12.50`, `(12,50 €)`, `CHF 1'234.50`."""
    if PLAIN.fullmatch(text):
        return Decimal(text)
    for symbol in pointed(currency):
        text = text.replace(symbol, " ")
    mark = NUMERIC.sub("", text[:MAX_LENGTH])
    parts = NUMERIC.findall(text[:MAX_LENGTH])
    if mark and joined(mark) not in marks(currency):
        refuse_mark(text, mark, currency)
    if len(text) > MAX_LENGTH or sum(any(map(str.isdigit, part)) for part in parts) != 1:
        raise Invalid(NOT_AN_AMOUNT, typed=excerpt(text), currency=currency)
    amount = read_signed("".join(parts).strip(), language)
    if amount is None:
        raise Invalid(NOT_AN_AMOUNT, typed=excerpt(text), currency=currency)
    return amount


def refuse_mark(text: str, mark: str, currency: str) -> None:
    if any(joined(mark) in marks(code) for code in currencies()):
        raise Invalid(OTHER_CURRENCY, currency=currency, other=mark)
    raise Invalid(NOT_AN_AMOUNT, typed=excerpt(text), currency=currency)


@lru_cache(maxsize=500)
def pointed(currency: str) -> tuple[str, ...]:
    """Symbols with a point of their own (`Cg.`), which would be read as the number's."""
    symbols = {get_currency_symbol(currency, locale=language) for language in LANGUAGES}
    return tuple(symbol for symbol in symbols if NUMERIC.search(symbol))


@lru_cache(maxsize=500)
def marks(currency: str) -> frozenset[str]:
    """What people write for it: code, symbols of both languages, and the bare symbol (`$` for CAD)."""
    symbols = {get_currency_symbol(currency, locale=language) for language in LANGUAGES}
    bare = {LETTERS.sub("", symbol) for symbol in symbols}
    return frozenset(joined(mark) for mark in {currency, *symbols, *bare} if mark)


def joined(mark: str) -> str:
    return "".join(fold(mark).split())


def format_money(amount: Decimal, currency: str, language: Language, decimals: int | None = None) -> str:
    """`€1,234.50`, in French `1 234,50 €`; without `decimals`, the currency's or as many as the amount has."""
    if decimals is None:
        decimals = len(plain(amount, currency_digits(currency)).partition(".")[2])
    digits = format_decimal(amount, language, decimals)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    before, after = affixes(currency, language)
    return f"{sign}{before}{digits}{after}"


@lru_cache(maxsize=500)
def affixes(currency: str, language: Language) -> tuple[str, str]:
    """What stands before and behind the digits; a code of letters is kept off them."""
    before, after = re.split(r"[#,.0]+", Locale.parse(language).currency_formats["standard"].pattern)
    symbol = get_currency_symbol(currency, locale=language)
    gap = "\u00a0" if before and symbol[-1].isalpha() else ""
    return before.replace("¤", symbol + gap), after.replace("¤", symbol)


def currency_in(text: str) -> str | None:
    """The currency that a text names: `12,50 €`, `USD 12`, `Price (EUR)`."""
    signed = next((code for sign, code in SIGNS.items() if sign in text), None)
    return signed or next((word for word in CODE.findall(text) if word in currencies()), None)
