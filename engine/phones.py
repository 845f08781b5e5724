"""Telephone numbers as people of many countries type and read them; a value is international, `+33612345678`.

A number without `+` or `00` is one of the column's country. What does not fit that country's numbers, such as an
extension of four digits, is kept as it is: `3949`. Behind `;ext=` stands an extension, as RFC 3966 writes it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from engine.columntext import excerpt
from engine.errors import Invalid
from engine.text import Text

DASHES = re.compile("[\u2010-\u2015\u2212]")
SHORTEST, LONGEST = 2, 15
EXTENSION = re.compile(r"(.+?)[ ,]*(?:;ext=|\b(?:ext|extension|poste|x)\b[. :]*|#)(\d{1,6})", re.IGNORECASE)
WRITTEN = re.compile(r"\(?\+?[0-9 ().\-/]+")
ZERO_IN_BRACKETS = re.compile(r"\(0\)")
NOT_DIGITS = re.compile(r"\D")
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")

NOT_A_PHONE = Text(
    "“{typed}” is not a telephone number. Write it like {national} or +44 20 7946 0000.",
    "« {typed} » n’est pas un numéro de téléphone. Écrivez-le par exemple {national} ou +44 20 7946 0000.",
)


class Country(NamedTuple):
    """`code` behind the +, `trunk` before a number at home, how many digits follow it, and in which groups they are shown."""

    code: str
    name: Text
    trunk: str
    lengths: tuple[int, ...]
    groups: tuple[int, ...]


COUNTRIES: Mapping[str, Country] = {
    "FR": Country("33", Text("France", "France"), "0", (9,), (1, 2, 2, 2, 2)),
    "BE": Country("32", Text("Belgium", "Belgique"), "0", (8, 9), (3, 2, 2, 2)),
    "CH": Country("41", Text("Switzerland", "Suisse"), "0", (9,), (2, 3, 2, 2)),
    "LU": Country("352", Text("Luxembourg", "Luxembourg"), "", (6, 8, 9), (3, 3, 3)),
    "CA": Country("1", Text("Canada", "Canada"), "1", (10,), (3, 3, 4)),
    "US": Country("1", Text("United States", "États-Unis"), "1", (10,), (3, 3, 4)),
    "GB": Country("44", Text("United Kingdom", "Royaume-Uni"), "0", (9, 10), (4, 6)),
    "IE": Country("353", Text("Ireland", "Irlande"), "0", (8, 9), (2, 3, 4)),
    "DE": Country("49", Text("Germany", "Allemagne"), "0", (8, 9, 10, 11), (3, 4, 4)),
    "AT": Country("43", Text("Austria", "Autriche"), "0", (9, 10, 11), (3, 4, 4)),
    "NL": Country("31", Text("Netherlands", "Pays-Bas"), "0", (9,), (1, 4, 4)),
    "ES": Country("34", Text("Spain", "Espagne"), "", (9,), (3, 3, 3)),
    "PT": Country("351", Text("Portugal", "Portugal"), "", (9,), (3, 3, 3)),
    "IT": Country("39", Text("Italy", "Italie"), "", (9, 10, 11), (3, 3, 4)),
    "MC": Country("377", Text("Monaco", "Monaco"), "", (8, 9), (2, 2, 2, 2)),
    "PL": Country("48", Text("Poland", "Pologne"), "", (9,), (3, 3, 3)),
    "MA": Country("212", Text("Morocco", "Maroc"), "0", (9,), (1, 2, 2, 2, 2)),
    "DZ": Country("213", Text("Algeria", "Algérie"), "0", (8, 9), (3, 2, 2, 2)),
    "TN": Country("216", Text("Tunisia", "Tunisie"), "", (8,), (2, 3, 3)),
    "SN": Country("221", Text("Senegal", "Sénégal"), "", (9,), (2, 3, 2, 2)),
    "CI": Country("225", Text("Ivory Coast", "Côte d’Ivoire"), "", (10,), (2, 2, 2, 2, 2)),
    "CM": Country("237", Text("Cameroon", "Cameroun"), "", (9,), (1, 2, 2, 2, 2)),
}


def read_phone(text: str, home: str) -> str:
    """Raises Invalid for what holds more than figures and the signs between them."""
    plain = DASHES.sub("-", UNSEEN.sub("", text)).strip().removeprefix("tel:")
    extended = EXTENSION.fullmatch(plain)
    main, extension = (extended[1].strip(), extended[2]) if extended else (plain, "")
    digits = NOT_DIGITS.sub("", ZERO_IN_BRACKETS.sub("", main) if is_international(main) else main)
    number = f"+{abroad(digits, main)}" if is_international(main) else at_home(digits, home)
    if not (WRITTEN.fullmatch(main) and main.isascii() and SHORTEST <= len(number.lstrip("+")) <= LONGEST):
        raise Invalid(NOT_A_PHONE, typed=excerpt(text), national=national(example(home), home))
    return f"{number};ext={extension}" if extension else number


def is_international(main: str) -> bool:
    return main.lstrip("(").startswith(("+", "00"))


def abroad(digits: str, main: str) -> str:
    """Without the 00, and without a 0 of home that somebody left in front: `+33 06…`."""
    found = digits if main.lstrip("(").startswith("+") else digits[2:]
    country = country_of(found)
    if country and country.trunk == "0" and found[len(country.code) :].startswith("0"):
        return country.code + found[len(country.code) + 1 :]
    return found


def at_home(digits: str, home: str) -> str:
    country = COUNTRIES[home]
    rest = digits.removeprefix(country.trunk) if country.trunk else digits
    if len(rest) in country.lengths:
        return f"+{country.code}{rest}"
    return f"+{country.code}{digits}" if len(digits) in country.lengths else digits


@lru_cache(maxsize=8192)
def format_phone(value: str, home: str) -> str:
    """As it is dialled from the column's country: `06 12 34 56 78`, `+32 475 12 34 56`."""
    number, _, extension = value.partition(";ext=")
    shown = national(number, home) if number.startswith("+") else grouped(number, (2,) * len(number))
    return f"{shown} ext. {extension}" if extension else shown


def national(number: str, home: str) -> str:
    country = country_of(number[1:])
    if country is None:
        return f"+{grouped(number[1:], (2, 3, 3, 3, 3, 3))}"
    rest = number[1 + len(country.code) :]
    if country.code != COUNTRIES[home].code or len(rest) not in country.lengths:
        return f"+{country.code} {grouped(rest, country.groups)}"
    if country.trunk == "1":
        return f"({rest[:3]}) {rest[3:6]}-{rest[6:]}"
    return country.trunk + grouped(rest, country.groups)


def grouped(digits: str, sizes: tuple[int, ...]) -> str:
    """Groups of these sizes, then of three; no figure stands alone at the end."""
    parts, rest = [], digits
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    parts += [rest[place : place + 3] for place in range(0, len(rest), 3)]
    joined = [part for part in parts if part]
    if len(joined) > 1 and len(joined[-1]) == 1:
        joined[-2:] = ["".join(joined[-2:])]
    return " ".join(joined)


@lru_cache(maxsize=8192)
def country_of(digits: str) -> Country | None:
    """The country whose code the number begins with."""
    return next((country for country in COUNTRIES.values() if digits.startswith(country.code)), None)


def example(home: str) -> str:
    country = COUNTRIES[home]
    return f"+{country.code}{'612345678900'[: country.lengths[-1]]}"
